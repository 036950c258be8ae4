"""The refusals of feed addresses."""

from scheduler.domain.errors import ConflictError


class ManyAddressesError(ConflictError):
    """Somebody has as many feed addresses in use as there can be; fields: most."""

    code = "many_addresses"


class AddressEndedError(ConflictError):
    """An address that was ended is not renewed; fields: key."""

    code = "address_ended"
