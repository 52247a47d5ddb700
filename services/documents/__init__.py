"""Official documents: drafted from records, numbered at signing, frozen with their PDF."""
