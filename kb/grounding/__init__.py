"""Whether a written sentence is borne out by the quotes it cites: its amounts, times and names, and every word."""

from kb.grounding.bearing_out import Quote, Reason, Verdict, Verifier

__all__ = ["Quote", "Reason", "Verdict", "Verifier"]
