package io.auroraresponder.lab.account;

import java.time.Instant;

/**
 * An alarm that went from one state to another.
 *
 * @param state {@code ALARM}, {@code OK} or {@code INSUFFICIENT_DATA}
 * @param reason why, for people, as CloudWatch words it
 * @param data the same for programs, a JSON text
 * @param previousAt when the former state began
 */
public record AlarmChange(
    World.Alarm alarm, String state, String reason, String data, Instant at, String previous, String previousReason, Instant previousAt) {}
