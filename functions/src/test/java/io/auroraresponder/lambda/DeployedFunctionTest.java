package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.Subnet;
import io.auroraresponder.observation.VirtualNetwork;
import io.auroraresponder.remediation.SlackApprovals;
import io.auroraresponder.runbook.connectivity.ConnectionSource;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeployedFunctionTest {
  private static final VirtualNetwork NOBODY = new Named(Map.of());


  /** Everything that any of them reads, and what Lambda sets. */
  static Map<String, String> all() {
    Map<String, String> all = new HashMap<>();
    all.put("AWS_REGION", "eu-west-1");
    all.put("ACCOUNT", "111122223333");
    all.put("LEDGER_TABLE", "ledger");
    all.put("OPERATORS_TABLE", "operators");
    all.put("FINDINGS_TOPIC", "arn:aws:sns:eu-west-1:111122223333:findings");
    all.put("OPERATIONS_TOPIC", "arn:aws:sns:eu-west-1:111122223333:operations");
    all.put("REMEDIATION_FUNCTION", "remediation:live");
    all.put("REPORT_BUCKET", "reports");
    all.put("SLACK_SIGNING_SECRET", "signing");
    all.put("FUNCTIONS", "capacity=capacity:live,backup=backup:live");
    all.put("PROBE_FUNCTIONS", "vpc-1=probe:live");
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void hasAHandlerThatLambdaCanMake(DeployedFunction function) throws Exception {
    Class<?> handler = Class.forName(function.handler());

    assertThat(RequestStreamHandler.class).isAssignableFrom(handler);
    assertThat(handler.getConstructor().getParameterCount()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void readsTheVariablesThatItDeclares(DeployedFunction function) {
    Environment set = new Environment(all());
    TreeSet<String> asked = new TreeSet<>();
    for (String mode : function.runbook().isPresent() ? new String[] {"lambda", "direct"} : new String[] {"lambda"}) {
      Map<String, String> values = all();
      values.put("PROBE_MODE", mode);
      set = new Environment(values);
      make(function, new Container(set, Clock.systemUTC()));
      asked.addAll(set.asked());
    }
    asked.remove("AWS_REGION");

    assertThat(asked).isEqualTo(new TreeSet<>(function.environment()));
  }

  private static void make(DeployedFunction function, Container container) {
    switch (function) {
      case PROBE -> container.directProbe();
      case REMEDIATION -> container.acting();
      case NOTIFICATION -> container.notifying();
      case APPROVAL -> container.answering();
      case PATROL -> container.patrol();
      case CONNECTIVITY, SLOW_QUERIES, BACKUP, CAPACITY, SCALING -> container.thinking();
    }
  }

  @Test
  void innerTimesAreShorterThanThoseAroundThem() {
    assertThat(TimeBudgets.PROBE_LOOK.plus(TimeBudgets.RESERVE)).isLessThanOrEqualTo(TimeBudgets.PROBE);
    assertThat(TimeBudgets.PROBE).isLessThan(TimeBudgets.PROBE_INVOKE);
    assertThat(TimeBudgets.PROBE_INVOKE.plus(TimeBudgets.REMEDIATION_INVOKE).plus(TimeBudgets.RESERVE)).isLessThan(TimeBudgets.RUNBOOK);
    assertThat(TimeBudgets.SELF_CHECK_INVOKE.plus(TimeBudgets.RESERVE)).isLessThan(TimeBudgets.PATROL);
  }

  @ParameterizedTest
  @CsvSource({
    "ACCOUNT, 42, twelve digits",
    "LIMIT_MAX_ACU, many, a number",
    "LIMIT_MAX_ACU, 0.5, at least 1.0",
    "LIMIT_STEP, 1, at least 1.05",
    "LIMIT_RATE_PER_DAY, 1.5, a whole number",
    "LIMIT_RATE_PER_DAY, -1, a whole number of at least 0",
    "LIMIT_HIGHEST_MODE, all, 'off, observe, propose or act'",
    "LIMIT_FREEZE, sometimes, freeze windows",
    "PROBE_FUNCTIONS, vpc-1, key=value",
    "PROBE_SOURCE, somewhere, security group ids",
    "PROBE_SOURCE, vpc-1=somewhere, security group ids",
    "PROBE_MODE, maybe, 'lambda, direct or none'",
  })
  void refusesWhatItCannotUnderstandByName(String variable, String value, String expected) {
    Map<String, String> values = all();
    values.put(variable, value);

    assertThatThrownBy(() -> new Container(new Environment(values), Clock.systemUTC()).thinking())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable)
        .hasMessageContaining(value)
        .hasMessageContaining(expected);
  }

  @Test
  void aKeyAloneStandsInTheNameThatIsSaidOnceForAll() {
    Environment set = new Environment(Map.of("PROBE_FUNCTIONS", "*=responder-probe-*:live,vpc-1,vpc-2=own:live,vpc-3"));

    assertThat(set.pairs("PROBE_FUNCTIONS")).containsExactly(
        Map.entry("vpc-1", "responder-probe-vpc-1:live"), Map.entry("vpc-2", "own:live"), Map.entry("vpc-3", "responder-probe-vpc-3:live"));
  }

  @Test
  void eachVpcsProbeHasItsOwnPlace() {
    ProbePlaces places = ProbePlaces.read(new Environment(Map.of("PROBE_SOURCE", "vpc-1=sg-1, vpc-2=sg-2,vpc-2=10.0.9.0/24")), NOBODY);

    assertThat(places.in("vpc-1").groupIds()).containsExactly("sg-1");
    assertThat(places.in("vpc-2").groupIds()).containsExactly("sg-2");
    assertThat(places.in("vpc-2").blocks()).containsExactly("10.0.9.0/24");
    assertThat(places.in("vpc-3")).as("no setting tells it").isEqualTo(ConnectionSource.unknown());
  }

  @Test
  void aPlaceWithoutAVpcHoldsForEveryOneThatIsNotNamed() {
    ProbePlaces places = ProbePlaces.read(new Environment(Map.of("PROBE_SOURCE", "sg-9,vpc-1=sg-1")), NOBODY);

    assertThat(places.in("vpc-1").groupIds()).containsExactly("sg-1");
    assertThat(places.in("vpc-2").groupIds()).containsExactly("sg-9");
    assertThat(places.in("").groupIds()).containsExactly("sg-9");
  }

  /** What an environment has no room for is asked for by name; who does not answer leaves the place unknown. */
  @Test
  void aPlaceThatIsKeptElsewhereIsFoundByItsName() {
    Map<String, String> groups = new HashMap<>();
    for (int i = 0; i < 120; i++) {
      groups.put("vpc-" + i + " responder-probe-vpc-" + i, "sg-" + i);
    }
    Environment set = new Environment(Map.of("PROBE_SOURCE", "vpc-1=sg-own,*=responder-probe-*"));

    ProbePlaces places = ProbePlaces.read(set, new Named(groups));

    assertThat(places.in("vpc-1").groupIds()).containsExactly("sg-own");
    for (int i = 2; i < 120; i++) {
      assertThat(places.in("vpc-" + i).groupIds()).containsExactly("sg-" + i);
    }
    assertThat(places.in("vpc-120")).isEqualTo(ConnectionSource.unknown());
    assertThat(places.in("")).isEqualTo(ConnectionSource.unknown());
    assertThat(ProbePlaces.read(set, NOBODY).in("vpc-2")).isEqualTo(ConnectionSource.unknown());
  }

  /** Groups by VPC and name; without any, EC2 does not answer. */
  private record Named(Map<String, String> groups) implements VirtualNetwork {
    @Override
    public List<SecurityGroup> securityGroups(Collection<String> ids) {
      throw new AssertionError("nobody asks for rules here");
    }

    @Override
    public List<String> groupsNamed(String vpc, String name) {
      if (groups.isEmpty()) {
        throw new DependencyException("ec2", "DescribeSecurityGroups", "", true, "no answer", null);
      }
      return Optional.ofNullable(groups.get(vpc + " " + name)).map(List::of).orElse(List.of());
    }

    @Override
    public List<Subnet> subnets(Collection<String> ids) {
      throw new AssertionError("nobody asks for subnets here");
    }

    @Override
    public List<String> prefixList(String id) {
      throw new AssertionError("nobody asks for prefix lists here");
    }
  }

  @Test
  void namesTheVariableThatIsMissing() {
    assertThatThrownBy(() -> Settings.ofRunbook(new Environment(Map.of("AWS_REGION", "eu-west-1"))))
        .hasMessage("the environment variable ACCOUNT is missing");
  }

  /** Half of them would let more people answer, or further, than was meant. */
  @ParameterizedTest
  @ValueSource(strings = {"SLACK_MAX_ACU", "SLACK_TEAM", "SLACK_APP", "SLACK_CHANNEL"})
  void approversInSlackStandWithTeamAppChannelAndBound(String missing) {
    Map<String, String> values = new HashMap<>(Map.of("SLACK_APPROVERS", "U061F7AUR, U061F7AUS", "SLACK_MAX_ACU", "16", "SLACK_TEAM",
        "T012AB3C4",
        "SLACK_APP", "A0123456789", "SLACK_CHANNEL", "C0123456789"));

    assertThat(Settings.slack(new Environment(values)).approvers()).containsExactlyInAnyOrder("U061F7AUR", "U061F7AUS");
    values.remove(missing);
    assertThatThrownBy(() -> Settings.slack(new Environment(values))).hasMessageContaining("SLACK_APPROVERS").hasMessageContaining(missing);
    values.remove("SLACK_APPROVERS");
    assertThat(Settings.slack(new Environment(values))).isEqualTo(SlackApprovals.NONE);
  }

  @Test
  void limitsAreReadInTheirUnits() {
    Environment set =
        new Environment(
            Map.of(
                "LIMIT_DEFAULT_MODE", "propose", "LIMIT_MAX_ACU", "32", "LIMIT_LEASE_HOURS", "1.5", "LIMIT_COOLDOWN_MINUTES", "45",
                "LIMIT_FREEZE", "Fri 18:00-Mon 06:00"));

    var limits = Settings.limits(set);

    assertThat(limits.defaultMode().word()).isEqualTo("propose");
    assertThat(limits.maxAcu()).isEqualTo(32);
    assertThat(limits.lease()).hasMinutes(90);
    assertThat(limits.cooldown()).hasMinutes(45);
    assertThat(limits.freeze()).hasSize(1);
    assertThat(limits.ratePerDay()).isEqualTo(4);
  }
}
