"""Check before class that everything opens on this machine, without network."""

from kit.room_check.looks import room_check

__all__ = ["room_check"]
