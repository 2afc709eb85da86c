"""From an Azure inventory to the estate's `legacy.yaml`, and from there to what stands in the way of leaving Azure.

Pure: files in, values out. Nothing here asks Azure, holds a credential or imports a cloud SDK.
"""
