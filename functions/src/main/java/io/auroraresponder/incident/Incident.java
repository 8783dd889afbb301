package io.auroraresponder.incident;

import java.time.Instant;

/**
 * A cluster in trouble, as one signal told it.
 *
 * @param id unique, made from key and opening signal
 * @param key the incident's key: the cluster
 * @param cluster the cluster as named by the signal; the live state may know more
 * @param account twelve digits
 * @param region region code such as {@code eu-west-1}
 * @param runbook the name of the runbook that the routing table chose
 * @param member the DB instance that the signal named, empty where it named none
 * @param role WRITER or READER where the signal's dimension named a role, else empty
 * @param openedAt when the first signal of this incident was handled
 */
public record Incident(
    String id,
    String key,
    ClusterId cluster,
    String account,
    String region,
    String runbook,
    String member,
    String role,
    Instant openedAt,
    Signal signal) {}
