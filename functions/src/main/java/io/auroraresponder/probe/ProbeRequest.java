package io.auroraresponder.probe;

/**
 * Whom to ask.
 *
 * @param host the instance endpoint of the member under pressure (connectivity: the cluster endpoint)
 * @param database database to connect to
 * @param user login of the responder, member of pg_monitor
 * @param instanceId the DB instance that is expected to answer, for the report
 * @param region for the signed login token
 */
public record ProbeRequest(String host, int port, String database, String user, String instanceId, String region) {}
