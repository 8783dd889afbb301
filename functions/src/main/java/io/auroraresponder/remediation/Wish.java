package io.auroraresponder.remediation;

/** What a look asks for: a raise, or nothing. A wish is no permission: whoever acts decides range, price and time anew. */
public sealed interface Wish permits RaiseWish, NoWish {}
