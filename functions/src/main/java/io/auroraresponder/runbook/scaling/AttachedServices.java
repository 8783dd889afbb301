package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.EngineSupport;
import io.auroraresponder.observation.PendingMaintenance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What stands around the cluster.
 *
 * @param proxies RDS Proxies that lead to it
 * @param integrations zero-ETL integrations that read from it
 * @param parameters those set in its parameter group, name to value
 * @param maintenance what waits for it, the soonest first
 * @param support of the major version of its engine
 */
record AttachedServices(
    Reading<List<String>> proxies, Reading<List<String>> integrations, Reading<Map<String, String>> parameters,
    Reading<List<PendingMaintenance>> maintenance, Reading<EngineSupport> support) {
  private static final String LOGICAL = "rds.logical_replication";

  /** What of it keeps a cluster awake (Aurora User Guide, scaling to zero), as far as it was looked up. */
  List<Phrase> keepsAwake(Instant at) {
    List<Phrase> found = new ArrayList<>();
    proxies.orElse(List.of()).forEach(name -> found.add(Phrase.of("RDS Proxy {}", Fact.word("rds:DescribeDBProxyTargets", at, name))));
    integrations.orElse(List.of()).forEach(name -> found
        .add(Phrase.of("zero-ETL integration {}", Fact.word("rds:DescribeIntegrations", at, name))));
    if (logicalReplication()) {
      found.add(Phrase.of("logical replication ({})", Fact.word("rds:DescribeDBClusterParameters", at, LOGICAL)));
    }
    return List.copyOf(found);
  }

  boolean logicalReplication() {
    return "1".equals(parameters.orElse(Map.of()).get(LOGICAL));
  }

  /** What could not be looked up, each with its reason. */
  List<Phrase> missing(Instant at) {
    List<Phrase> missing = new ArrayList<>();
    note(missing, at, "RDS Proxy", proxies);
    note(missing, at, "zero-ETL", integrations);
    note(missing, at, "logical replication", parameters);
    return List.copyOf(missing);
  }

  private static void note(List<Phrase> missing, Instant at, String what, Reading<?> reading) {
    if (reading instanceof Reading.Unavailable<?> gap) {
      missing.add(Phrase.of(what + ": {}", Phrase.quoting("Around", at, gap.reason())));
    }
  }

  /** Aurora's reader auto scaling names the readers that it adds so (Aurora User Guide, Aurora Auto Scaling). */
  static boolean autoScaled(Member member) {
    return member.id().startsWith("application-autoscaling-");
  }
}
