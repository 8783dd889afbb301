package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.lambda.DeployedFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings: defaults, both ways of writing a value, and the sentence that refuses a bad one. */
final class ContextTest {
  @Test
  void anEmptyContextGivesTheStepOutsideAndObserves() {
    DeploymentSettings settings = read(Map.of());

    assertThat(settings.name()).isEqualTo("aurora-responder");
    assertThat(settings.probes()).isEmpty();
    assertThat(settings.alarms()).isEmpty();
    assertThat(settings.newCluster()).isEmpty();
    assertThat(settings.limits()).as("the functions' own defaults hold").isEqualTo(Map.of("LIMIT_HIGHEST_MODE", "observe"));
    assertThat(settings.artifact()).isEqualTo("functions/target/functions-deploy.jar");
    assertThat(settings.keeping()).isEqualTo(new DeploymentSettings.Keeping(90, 400));
  }

  @Test
  void theContextOfTheRepositoryIsAccepted() {
    assertThat(DeploymentSettings.read(Context.of(Templates.defaults())).name()).isEqualTo("aurora-responder");
  }

  @Test
  void textsOfTheCommandLineAreReadAsNumbersFlagsAndLists() {
    DeploymentSettings settings =
        read(Map.of("acting", "true", "maxAcu", "32", "leaseHours", "1.5", "findingsMail", "[\"oncall@example.com\"]", "logDays",
        "30"));

    assertThat(settings.limits()).containsExactlyInAnyOrderEntriesOf(
        Map.of("LIMIT_MAX_ACU", "32", "LIMIT_LEASE_HOURS", "1.5", "LIMIT_HIGHEST_MODE", "act"));
    assertThat(settings.people().findings()).containsExactly("oncall@example.com");
    assertThat(settings.keeping().logDays()).isEqualTo(30);
  }

  @Test
  void keysOfTheCdkItselfAreNotOurs() {
    assertThat(read(Map.of("aws:cdk:enable-path-metadata", true, "@aws-cdk/core:x", true, "availability-zones:account=1", List.of()))
        .name())
        .isEqualTo("aurora-responder");
  }

  @Test
  void everyLimitHasItsVariable() {
    Map<String, Object> all = new HashMap<>();
    all.put("defaultMode", "observe");
    all.put("acting", true);
    all.put("highestMode", "propose");
    all.put("maxAcu", 16);
    all.put("minAcu", 4);
    all.put("step", 1.5);
    all.put("leaseHours", 4);
    all.put("budgetAcuHoursPerDay", 96);
    all.put("cooldownMinutes", 30);
    all.put("fleetBudgetAcuHoursPerDay", 480);
    all.put("fleetRaisedAtOnce", 5);
    all.put("ratePerDay", 4);
    all.put("freeze", "daily 22:00-23:00");

    assertThat(read(all).limits().keySet())
        .containsExactly(
            "LIMIT_BUDGET_ACU_HOURS_PER_DAY", "LIMIT_COOLDOWN_MINUTES", "LIMIT_DEFAULT_MODE", "LIMIT_FLEET_BUDGET_ACU_HOURS_PER_DAY",
            "LIMIT_FLEET_RAISED_AT_ONCE", "LIMIT_FREEZE", "LIMIT_HIGHEST_MODE",
            "LIMIT_LEASE_HOURS",
            "LIMIT_MAX_ACU", "LIMIT_MIN_ACU", "LIMIT_RATE_PER_DAY", "LIMIT_STEP");
  }

  @Test
  void nothingIsAllowedUnlessTheDeploymentActs() {
    assertThat(read(Map.of()).limits()).containsEntry("LIMIT_HIGHEST_MODE", "observe");
    assertThat(read(Map.of()).isActing()).isFalse();
    assertThat(read(Map.of("acting", true)).limits()).containsEntry("LIMIT_HIGHEST_MODE", "act");
    assertThat(read(Map.of("acting", true, "highestMode", "propose")).limits()).containsEntry("LIMIT_HIGHEST_MODE", "propose");
    assertThat(read(Map.of("acting", true)).isActing()).isTrue();
    assertThat(read(Map.of("acting", true, "highestMode", "observe")).isActing()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nmae | x | context 'nmae' is not known",
        "name | Aurora | context 'name' is \"Aurora\"; expected 3 to 24 lower-case letters",
        "maxAcu | much | context 'maxAcu' is \"much\"; expected a number from 1 to 256",
        "maxAcu | 0.5 | context 'maxAcu' is \"0.5\"; expected a number from 1 to 256",
        "ratePerDay | 1.5 | context 'ratePerDay' is \"1.5\"; expected a whole number from 0 to 100",
        "defaultMode | auto | context 'defaultMode' is \"auto\"; expected off, observe, propose or act",
        "newCluster | {\"finalSnapshot\":\"perhaps\"} | context 'newCluster.finalSnapshot' is \"perhaps\"; expected true or false",
        "logDays | 8 | context 'logDays' is 8; expected one of 1, 3, 5, 7",
        "findingsMail | [\"nobody\"] | context 'findingsMail' is \"nobody\"; expected mail addresses",
        "pages | http://x | context 'pages' is \"http://x\"; expected the https address of the folder docs",
        "minAcu | 4.2 | expected steps of 0.5 ACU",
        "minAcu | 20 | context 'minAcu' is 20.0; expected at most maxAcu, 16.0 (the default)",
        "maxAcu | 2 | context 'minAcu' is 4.0 (the default); expected at most maxAcu, 2.0",
        "highestMode | act | context 'highestMode' is act; expected beside it 'acting': true",
        "defaultMode | propose | context 'defaultMode' is propose; expected at most highestMode, observe, unless 'acting' is true",
        "acting | perhaps | context 'acting' is \"perhaps\"; expected true or false",
        "highestMode | off | context 'defaultMode' is observe (the default); expected at most highestMode, off",
        "daily | 99 99 * * ? * | context 'daily' is \"99 99 * * ? *\": its minute is '99'; expected the six fields",
        "daily | 0 25 * * ? * | its hour is '25'",
        "daily | 0 6 32 * ? * | its day of the month is '32'",
        "daily | 0 6 * FOO ? * | its month is 'FOO'",
        "daily | 0 6 ? * 8 * | its day of the week is '8'",
        "daily | 0 6 ? * MON#6 * | its day of the week is 'MON#6'",
        "daily | 0 6 10-5 * ? * | its day of the month is '10-5'",
        "daily | 0 6 * * ? 2500 | its year is '2500'",
        "daily | 0/0 6 * * ? * | its minute is '0/0'",
        "weekly | 0 7 * * * * | one of day of the month and day of the week is a question mark, and only one",
        "reservedConcurrency | {\"patroll\":1} | context 'reservedConcurrency.patroll' is not known",
        "reservedConcurrency | {\"probe\":1001} | context 'reservedConcurrency.probe' is 1001.0; expected a whole number from 0 to 1000",
        "probeRoots | roots.crt | context 'probeRoots' is \"roots.crt\"; expected the path of a file of root certificates",
        "newCluster | {\"cidr\":\"10.42.7.0/16\"} | which is no network but an address in 10.42.0.0/16",
        "newCluster | {\"cidr\":\"8.8.0.0/16\"} | addresses of the internet",
        "newCluster | {\"cidr\":\"172.32.0.0/16\"} | addresses of the internet",
        "newCluster | {\"snapshot\":\"rds:orders-2026\"} | expected the name or ARN of a cluster snapshot",
        "newCluster | {\"backupWindow\":\"3:00-3:30\"} | expected a daily window in UTC such as 03:00-03:30",
        "newCluster | {\"backupWindow\":\"03:00-03:20\"} | 20 minutes; expected at least 30",
        "newCluster | {\"backupWindow\":\"23:45-00:15\",\"maintenanceWindow\":\"sat:23:30-sun:00:00\"} | expected windows apart",
        "newCluster | {\"certificateAuthority\":\"rds-ca-2019\"} | expected rds-ca-rsa2048-g1",
        "daily | 0 6 * * * * | context 'daily' is \"0 6 * * * *\": one of day",
        "weekly | 0 7 ? * MON | context 'weekly'",
        "daily | often | context 'daily' is \"often\": it has 1 fields, not six; expected the six fields of an EventBridge cron expression",
        "freeze | weekends | context 'freeze' is \"weekends\"",
        "probes | [{\"vpc\":\"main\"}] | context 'probes[0].vpc' is \"main\"; expected a VPC id",
        "probes | [{\"vpc\":\"vpc-0123456789abcdef0\"}] | context 'probes[0].subnets' is missing; expected at least one subnet id",
        "alarms | [{\"cluster\":\"orders-db\"}] | context 'alarms[0].instances' is missing",
        "alarms | [{\"cluster\":\"orders-db\",\"instance\":\"a\"}] | context 'alarms[0].instance' is not known",
        "newCluster | {\"minAcu\":8,\"maxAcu\":4} | context 'newCluster.minAcu' is 8.0; expected at most maxAcu, 4.0",
        "newCluster | {\"maxAcu\":4.3} | steps of 0.5 ACU",
        "newCluster | {\"cidr\":\"10.0.0.0/24\"} | context 'newCluster.cidr' is \"10.0.0.0/24\"; expected a private IPv4 range from /16 "
        + "to /23",
        "newCluster | {\"cidr\":\"10.0.300.0/16\"} | context 'newCluster.cidr'",
        "newCluster | {\"sources\":[\"everywhere\"]} | context 'newCluster.sources' is \"everywhere\"",
        "newCluster | {\"engineVersion\":\"16.2\"} | context 'newCluster.engineVersion' is \"16.2\"; expected a version of Aurora "
        + "PostgreSQL from 16.3",
        "alarms | [{\"cluster\":\"a\",\"instances\":[\"a-1\",\"a-1\"]}] | context 'alarms[].instances' names a-1 twice",
        "newCluster | [] | context 'newCluster' is \"[]\"; expected an object",
      })
  void badValuesAreRefusedByName(String key, String value, String expected) {
    assertThatThrownBy(() -> read(Map.of(key, value))).isInstanceOf(Context.RefusedException.class).hasMessageContaining(expected);
  }

  @Test
  void valuesThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> read(Map.of("minAcu", 8, "maxAcu", 4))).hasMessage("context 'minAcu' is 8.0; expected at most maxAcu, 4.0");
    assertThatThrownBy(
            () -> read(Map.of("newCluster", Map.of("id", "orders-db"), "alarms",
            List.of(Map.of("cluster", "orders-db", "instances", List.of("orders-db-1"))))))
        .hasMessage("context 'alarms[].cluster' names orders-db twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 6 * * ? *", "0/15 6-22 ? * MON-FRI *", "30 5 L * ? 2026-2030", "0 7 ? JAN,JUL 2#1 *"})
  void everyFormOfACronExpressionIsTaken(String cron) {
    assertThat(read(Map.of("daily", cron)).schedules().daily()).isEqualTo(cron);
  }

  @Test
  void whatTheCdksOwnCommandsWriteBesideOurKeysIsLeftAlone() {
    assertThat(read(Map.of("acknowledged-issue-numbers", List.of(34892), "cli-telemetry", false)).probes()).isEmpty();
  }

  @Test
  void oneProbeAVpc() {
    Map<String, Object> place =
        Map.of(
            "vpc", "vpc-0123456789abcdef0", "subnets", List.of("subnet-0123456789abcdef0"), "databaseSecurityGroups",
            List.of("sg-0123456789abcdef0"),
            "clusters", List.of("cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ"));

    assertThat(read(Map.of("probes", List.of(place))).probes()).singleElement().satisfies(one -> assertThat(one.port()).isEqualTo(5432));
    assertThatThrownBy(() -> read(Map.of("probes", List.of(place, place))))
        .hasMessage("context 'probes[].vpc' names vpc-0123456789abcdef0 twice");
  }

  private static DeploymentSettings read(Map<String, ?> values) {
    return DeploymentSettings.read(Context.of(values));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 6 * * ? *", "0/15 8-17 ? * MON-FRI *", "0 6 L * ? *", "0 6 15W * ? *", "0 6 LW * ? 2026-2030", "5,35 */2 ? JAN,JUL FRI#2 *",
        "0 6 ? * 6L *", "0 6 ? * 2 2026/2"})
  void cronExpressionsThatEventBridgeTakesAreTaken(String cron) {
    assertThat(Cron.fault(cron)).isEmpty();
  }

  @Test
  void anIdentifierIsAsLongAsRdsTakesOne() {
    String longest = "a".repeat(63);

    assertThat(read(Map.of("alarms", List.of(Map.of("cluster", longest, "instances", List.of("a"))))).alarms()).hasSize(1);
    assertThatThrownBy(() -> read(Map.of("alarms", List.of(Map.of("cluster", longest + "a", "instances", List.of("a"))))))
        .isInstanceOf(Context.RefusedException.class).hasMessageContaining("alarms[0].cluster");
    assertThatThrownBy(() -> read(Map.of("newCluster", Map.of("id", "a".repeat(62)))))
        .isInstanceOf(Context.RefusedException.class).hasMessageContaining("at most 61 characters");
  }

  @Test
  void windowsOfANewClusterMayCrossMidnightAndTheWeek() {
    NewCluster wanted =
        read(Map.of("newCluster", Map.of("backupWindow", "23:45-00:30", "maintenanceWindow", "sun:00:30-sun:01:00", "cidr",
        "100.64.0.0/20")))
            .newCluster().orElseThrow();

    assertThat(wanted.upkeep().backupWindow()).isEqualTo("23:45-00:30");
    assertThat(read(Map.of("newCluster", Map.of("backupWindow", "12:00-12:30", "maintenanceWindow", "sun:23:45-mon:00:15"))).newCluster())
        .isPresent();
  }

  /** What Lambda would refuse at the end of a deployment is refused at its beginning, in bytes as the account will see them. */
  @Test
  void anEnvironmentThatDoesNotFitIsRefusedWithTheSettingThatMakesItLong() {
    Map<String, String> known = new HashMap<>();
    DeployedFunction.PATROL.environment().forEach(variable -> known.put(variable, "x"));
    known.put("FUNCTIONS", "y".repeat(4096 - DeployedFunction.PATROL.environment().stream().mapToInt(String::length).sum() - 3));

    assertThat(new FunctionEnvironment(known, value -> value).of(DeployedFunction.PATROL)).containsKey("FUNCTIONS");
    assertThatThrownBy(() -> new FunctionEnvironment(known, value -> value.equals("x")
        ? Map.of("Fn::GetAtt", List.of("Group", "GroupId")) : value).of(DeployedFunction.PATROL))
        .isInstanceOf(Context.RefusedException.class).hasMessageContaining("'probes'");
  }
}
