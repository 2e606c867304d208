"""What proves a person beside the password, browsers that need no code, and the way to remove a factor."""

from selfservice.identity.second_factor.models.authenticator import Authenticator
from selfservice.identity.second_factor.models.recovery import RecoveryCode, RecoveryCodes
from selfservice.identity.second_factor.models.removals import FactorRemovalRequest
from selfservice.identity.second_factor.models.trusted import TrustedDevice

__all__ = ["Authenticator", "FactorRemovalRequest", "RecoveryCode", "RecoveryCodes", "TrustedDevice"]
