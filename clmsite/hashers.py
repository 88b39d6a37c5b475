"""Argon2 sized for a small machine: a login flood must not eat the memory of the click path."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456  # KiB; OWASP's smallest recommended setting for argon2id
    parallelism = 1
