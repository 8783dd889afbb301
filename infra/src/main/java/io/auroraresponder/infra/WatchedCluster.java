package io.auroraresponder.infra;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A cluster that gets alarms.
 *
 * @param cluster cluster identifier
 * @param instances its Serverless v2 members; AWS documents ACUUtilization for instances only
 * @param pauses whether it may pause: then most of its metrics stop, which is no trouble
 * @param maxConnections the effective max_connections ({@code SHOW max_connections}); without it there is no alarm on connections
 */
record WatchedCluster(String cluster, List<String> instances, boolean pauses, Optional<Integer> maxConnections) {
  /** 1 to 63 letters, digits and hyphens, no two hyphens in a row, none at the end (RDS, CreateDBCluster). */
  static final Pattern IDENTIFIER = Pattern.compile("(?=.{1,63}$)[a-z](-?[a-z0-9])*");

  WatchedCluster {
    instances = List.copyOf(instances);
  }

  static WatchedCluster read(Context section) {
    section.allowOnly(Set.of("cluster", "instances", "pauses", "maxConnections"));
    String cluster = section.textThatMustBe("cluster", IDENTIFIER, "a cluster identifier in lower case");
    List<String> instances = section.texts("instances", IDENTIFIER, "instance identifiers in lower case");
    if (instances.isEmpty()) {
      section.textThatMustBe("instances", IDENTIFIER, "at least one instance identifier");
    }
    DeploymentSettings.refuseTwice("alarms[].instances", instances);
    int connections = section.whole("maxConnections", 0, 1, 262_143);
    return new WatchedCluster(cluster, instances, section.flag("pauses", false), connections == 0 ? Optional.empty()
        : Optional.of(connections));
  }
}
