"""The lab: an emulated AWS on loopback, made of moto and of what moto lacks."""
