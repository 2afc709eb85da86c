"""Socle: the sovereign landing zone of a health data platform, as Pulumi components.

`socle.estate` is the intent (no cloud SDK), `socle.scaleway` the components, `socle.plan` every resource a program
would register, `socle.testing` the test kit. Nothing is imported here, so that reading an estate stays fast.
"""
