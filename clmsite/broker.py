"""How Celery talks to its broker: Redis in production, files in the embedded install."""

from pathlib import Path


def transport_options(url: str, folder: Path) -> dict[str, object]:
    """Options for kombu's transport: of Redis when there is a URL, else of files in `folder`."""
    if url:
        # Short socket limits: a broker that hangs must not hang who publishes (IN-05).
        return {"socket_connect_timeout": 1, "socket_timeout": 5, "visibility_timeout": 3600}
    return {
        # kombu reads its messages from the folder it wrote them to: one folder, both names.
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "store_processed": False,
        "polling_interval": 0.25,
    }
