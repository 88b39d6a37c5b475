from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "clmsite.kernel"
    label = "kernel"
