"""The program that `pulumi up` runs: configuration in, a platform out."""

import pulumi
from observatory import deploy

deploy(pulumi.Config())
