package io.auroraresponder.response;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param claim the function's time-out: whoever took an incident is dead afterwards
 * @param lookAgain when an inconclusive look is repeated
 * @param leastForALook what must be left of an invocation for one more look: less would only measure that there was no time; the longest
 *     wait inside a look is for the probe
 * @param resend after how long an answer that has not changed is said again while its alarm stands
 */
public record ResponseTimes(Duration claim, Duration lookAgain, Duration leastForALook, Duration resend) {}
