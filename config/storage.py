"""Where uploaded evidence and finished reports are kept: a directory, or S3-compatible storage."""

from typing import Any

from config.env import env_str


def default() -> dict[str, Any]:
    """Return Django's `STORAGES["default"]`: the bucket, if one is named.

    The bucket needs no public access: every file goes through a view that checks who asks.
    """
    bucket = env_str("S3_BUCKET", "")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env_str("S3_ENDPOINT_URL", "") or None,
            "region_name": env_str("S3_REGION", "eu-west-2"),
            "access_key": env_str("S3_ACCESS_KEY_ID", "") or None,
            "secret_key": env_str("S3_SECRET_ACCESS_KEY", "") or None,
            # Not every S3-compatible server has a host name for each bucket.
            "addressing_style": "path" if env_str("S3_ENDPOINT_URL", "") else "auto",
            "signature_version": "s3v4",
            "default_acl": None,
            "file_overwrite": False,
            "querystring_expire": 60,
        },
    }
