"""What follows from claims: verdicts, the test against the record, and what rules conclude.

Changes no claim.
"""
