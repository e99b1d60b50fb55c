"""How often the same may be done: counted in the shared cache, without keeping addresses."""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many minutes, each counted from the first."""

    name: str
    most: int
    minutes: int

    def wait(self, subject: str, *, at: datetime, is_private: bool = False) -> int:
        """Count one more for the subject; return the minutes to wait, 0 if it is allowed.

        Only a digest that changes every day stands in the cache, so nobody can be told from it. Of
        what is private not even that is stored: it is counted in the memory of each process.
        """
        counts = caches["memory" if is_private else "default"]
        window, passed = divmod(int(at.timestamp()), self.minutes * 60)
        secret = f"{self.name}:{window}:{at.date()}:{settings.SECRET_KEY}:{subject.lower()}"
        key = f"limit:{hashlib.sha256(secret.encode()).hexdigest()}"
        counts.add(key, 0, timeout=self.minutes * 60)
        if counts.incr(key) <= self.most:
            return 0
        return ceil((self.minutes * 60 - passed) / 60)


# Whole agencies share one address, so a network is allowed much, a person or a draft little.
SENDING: Final = Limit("send", most=300, minutes=10)
BEGINNING: Final = Limit("begin", most=600, minutes=10)
LINKS_OF_DRAFT: Final = Limit("link of a draft", most=3, minutes=10)
LINKS_TO_ADDRESS: Final = Limit("link to an address", most=5, minutes=60)


def address_of(request: HttpRequest) -> str:
    """Return the address that the request comes from, as it was told to us.

    Behind proxies it is read from the right end of X-Forwarded-For, which the proxies of ours wrote
    (TRUSTED_PROXY_COUNT says how many); what a client put there itself is never believed.
    """
    forwarded = request.headers.get("x-forwarded-for", "").split(",")
    if 0 < settings.TRUSTED_PROXY_COUNT <= len(forwarded):
        return str(forwarded[-settings.TRUSTED_PROXY_COUNT]).strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """Return the network that the request comes from: an IPv4 /24 or an IPv6 /48."""
    try:
        ip = ipaddress.ip_address(address_of(request))
    except ValueError:
        return "unknown"
    length = 24 if isinstance(ip, ipaddress.IPv4Address) else 48
    return str(ipaddress.ip_network((ip, length), strict=False))
