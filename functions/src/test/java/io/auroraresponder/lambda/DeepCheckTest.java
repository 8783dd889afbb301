package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DeepCheckTest {
  private final AtomicInteger looks = new AtomicInteger();

  static DeepCheck of(RemediationBench bench, DatabaseProbe probe) {
    return new DeepCheck(
        new DeepCheck.Ports(
            bench.aurora, bench.aurora, bench.ledger, bench.operators, probe,
            (cluster, member) -> new ProbeRequest(member.endpoint(), member.port(), "postgres", "aurora_responder", member.id(),
            cluster.region()),
            cluster -> Policy.read(cluster, HardLimits.DEFAULTS), bench.clock));
  }

  private JsonObject check(RemediationBench bench, String cluster, Look look) {
    DatabaseProbe counted =
        (request, deadline) -> {
          looks.incrementAndGet();
          return look;
        };
    return JsonParser.parseString(of(bench, counted).answer(cluster, Deadline.after(Duration.ofSeconds(20)))).getAsJsonObject();
  }

  private static String item(JsonObject answer, String what) {
    for (JsonElement one : answer.getAsJsonArray("checks")) {
      if (one.getAsJsonObject().get("what").getAsString().equals(what)) {
        return one.getAsJsonObject().get("state").getAsString() + " " + one.getAsJsonObject().get("says").getAsString();
      }
    }
    return "none";
  }

  @Test
  void fromOutsideEverythingIsThereAndTheProbeIsNot() {
    RemediationBench bench = new RemediationBench();

    JsonObject answer = check(bench, "orders-db", new Look.NotTried("no probe is deployed in vpc-1"));

    assertThat(item(answer, "cluster")).isEqualTo("ok available");
    assertThat(item(answer, "ledger")).startsWith("ok the switch stands at run");
    assertThat(item(answer, "tag")).startsWith("ok mode ");
    assertThat(item(answer, "metrics")).startsWith("ok");
    assertThat(item(answer, "database")).isEqualTo("missing no probe is deployed in vpc-1");
    assertThat(answer.get("complete").getAsBoolean()).isFalse();
  }

  @Test
  void aLoginThatIsRefusedComesWithTheRoleToMake() {
    Look refused = new Look.Failed("28P01", "The password was refused.", new RemediationBench().clock.instant());

    assertThat(item(check(new RemediationBench(), "orders-db", refused), "database"))
        .contains("CREATE ROLE aurora_responder", "enable-iam-database-authentication");
  }

  @Test
  void aWayThatIsClosedComesWithTheRuleToAdd() {
    Look silent = new Look.Failed("08001", "Nobody answered.", new RemediationBench().clock.instant());

    assertThat(item(check(new RemediationBench(), "orders-db", silent), "database")).contains("inbound rule").doesNotContain("CREATE ROLE");
  }

  @Test
  void aClusterThatIsNotThereIsSaid() {
    JsonObject answer = check(new RemediationBench(), "nobody", new Look.NotTried(""));

    assertThat(item(answer, "cluster")).startsWith("missing there is no cluster nobody");
    assertThat(looks).hasValue(0);
  }

  @Test
  void aClusterThatMayBePausedIsLeftAlone() {
    RemediationBench bench = new RemediationBench(ScalingRange.of(0, 8, 300), HardLimits.DEFAULTS);
    bench.aurora.demand(0);
    bench.clock.jump(Duration.ofMinutes(30));

    JsonObject answer = check(bench, "orders-db", new Look.NotTried("asked"));

    assertThat(item(answer, "database")).startsWith("unknown").doesNotContain("asked");
    assertThat(looks).hasValue(0);
  }
}
