"""Tools of whoever changes Socle: generators and measurements. Not part of the wheel."""
