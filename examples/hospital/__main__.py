"""The program that `pulumi up` runs: configuration in, a platform out."""

import pulumi
from hospital import deploy

deploy(pulumi.Config())
