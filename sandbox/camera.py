"""The cashier's camera: reads the QR code on the picture another phone shows."""

import io

import zxingcpp
from PIL import Image


def read_code(picture: bytes) -> str:
    """The text of the first QR code on a picture, or an empty text."""
    with Image.open(io.BytesIO(picture)) as image:
        codes = zxingcpp.read_barcodes(
            image.convert("L"), zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
    return codes[0].text if codes else ""
