"""照片核对: an agency's photos, from the folder into the register."""

from ui.pages.photos.page import PhotoPage

__all__ = ["PhotoPage"]
