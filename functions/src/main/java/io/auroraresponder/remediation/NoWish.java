package io.auroraresponder.remediation;

/** Nothing is to be changed, and why. It needs nobody's right, so it is answered where it is made. */
public record NoWish(Plan plan) implements Wish {}
