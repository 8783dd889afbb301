package io.auroraresponder.runbook.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterNetwork.PlacedMember;
import io.auroraresponder.observation.ClusterNetwork.PlacedSubnet;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot.ConnectionLimit;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.ConnectionHeadroomCheck;
import io.auroraresponder.runbook.PauseState;
import io.auroraresponder.runbook.PendingRebootCheck;
import io.auroraresponder.runbook.SignalCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;


class HopChecksTest {
  static Stream<Check<ConnectivityEvidence>> checks() {
    return ConnectivityRunbook.checks().stream();
  }

  /** All but the one that quotes the signal. */
  static Stream<Check<ConnectivityEvidence>> checksOfTheCluster() {
    return checks().filter(check -> !(check instanceof SignalCheck));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everyCheckIsClearOrForInformationWhereAllIsWell(Check<ConnectivityEvidence> check) {
    CheckResult result = check.examine(new Scene().evidence());

    assertThat(severity(result)).as(check.id()).isIn(Severity.OK, Severity.INFO);
    assertThat(result.check()).isEqualTo(check.id());
  }

  @ParameterizedTest
  @MethodSource("checksOfTheCluster")
  void everyCheckIsInconclusiveWithoutACluster(Check<ConnectivityEvidence> check) {
    Reading<ClusterState> lost = Reading.unavailable("rds:DescribeDBClusters failed with AccessDenied: no");

    assertThat(check.examine(new Scene().evidence(known -> lost))).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @CsvSource({"stopped, CRITICAL", "maintenance, WARNING", "something-new, WARNING", "modifying, OK"})
  void clusterStatusIsJudgedByTheTable(String status, Severity severity) {
    assertThat(severity(run(new ClusterStatusCheck(), scene -> scene.status = status))).isEqualTo(severity);
  }

  @Test
  void aLostKeyNamesTheWayBack() {
    Finding finding = finding(run(new ClusterStatusCheck(), scene -> scene.status = "inaccessible-encryption-credentials-recoverable"));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.advice().getFirst().command().text()).isEqualTo("aws rds start-db-cluster --db-cluster-identifier orders-db");
  }

  @Test
  void anAvailableClusterWithoutAWriterIsBroken() {
    Finding finding = finding(run(new WriterCheck(), scene ->
        scene.members = List.of(Scene.member(Scene.READER, false, "available", "in-sync"))));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.summary().text()).isEqualTo("no instance is the writer (1 listed)");
  }

  @ParameterizedTest
  @CsvSource({"incompatible-parameters, CRITICAL", "rebooting, WARNING", "something-new, WARNING", "backing-up, OK"})
  void theWriterIsJudgedByItsOwnStatus(String status, Severity severity) {
    assertThat(severity(run(new WriterCheck(), scene -> scene.members = writerIn(status)))).isEqualTo(severity);
  }

  @Test
  void aWriterWhoseStatusWasNotReadIsNotHealthy() {
    assertThat(run(new WriterCheck(), scene -> scene.members = writerIn(""))).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @Test
  void aReaderInTroubleIsAWarningAndNoReaderIsInformation() {
    List<Member> broken =
        List.of(Scene.member(Scene.WRITER, true, "available", "in-sync"), Scene.member(Scene.READER, false, "failed", "in-sync"));

    assertThat(severity(run(new ReadersCheck(), scene -> scene.members = broken))).isEqualTo(Severity.WARNING);
    assertThat(severity(run(new ReadersCheck(), scene -> scene.members = writerIn("available")))).isEqualTo(Severity.INFO);
  }

  @Test
  void noEndpointIsBrokenAndAnUnreadPortIsOpen() {
    assertThat(severity(run(new EndpointCheck(), scene -> scene.endpoint = ""))).isEqualTo(Severity.CRITICAL);
    assertThat(run(new EndpointCheck(), scene -> scene.port = 0)).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @Test
  void aGroupThatIsNotActiveIsAWarning() {
    Reading<ClusterNetwork> adding = Reading.known(Scene.network("adding", false, Scene.NOW.plus(Duration.ofDays(90))), Scene.NOW);

    Finding finding = finding(run(new GroupMembershipCheck(), scene -> scene.network = adding));

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.summary().text()).isEqualTo("sg-db adding");
  }

  @Test
  void groupsThatLetNobodyInAreTheBrokenHopWithTheCommandThatOpensIt() {
    Finding finding = finding(run(new SecurityGroupsCheck(), scene -> {
      scene.groups = Reading.known(List.of(Scene.admitting(Scene.group("sg-other")), Scene.source()), Scene.NOW);
      scene.look = new Look.Failed("08001", "No answer in time.", Scene.NOW);
      scene.source = new ConnectionSource("the probe", List.of("sg-probe"), List.of("10.0.9.0/24"), true);
    }));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.summary().text()).isEqualTo("no rule of sg-db lets the probe in on TCP port 5432");
    assertThat(finding.advice().getFirst().command().text())
        .isEqualTo("aws ec2 authorize-security-group-ingress --group-id sg-db --protocol tcp --port 5432 --source-group sg-probe");
  }

  @Test
  void aSessionThatCameAboutIsTheStrongerProofForTheProbeAlone() {
    Consumer<Scene> shut = scene -> scene.groups = Reading.known(List.of(Scene.admitting(Scene.group("sg-other")), Scene.source()),
        Scene.NOW);
    ConnectionSource app = new ConnectionSource("the app", List.of("sg-probe"), List.of(), false);

    assertThat(severity(run(new SecurityGroupsCheck(), shut))).isEqualTo(Severity.INFO);
    assertThat(severity(run(new SecurityGroupsCheck(), shut.andThen(scene -> scene.source = app)))).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void egressThatDoesNotReachTheSubnetsIsABrokenHopToo() {
    SecurityGroup narrow =
        new SecurityGroup(
            "sg-probe", List.of(), List.of(Scene.tcp(443, 443, List.of("0.0.0.0/0"), List.of(), List.of())));

    Finding finding = finding(run(new SecurityGroupsCheck(), scene -> {
      scene.groups = Reading.known(List.of(Scene.admitting(Scene.group("sg-probe")), narrow), Scene.NOW);
      scene.look = new Look.Failed("08001", "No answer in time.", Scene.NOW);
    }));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.summary().text()).contains("no egress rule of sg-probe");
  }

  @Test
  void aSourceThatNoSettingTellsIsADoubtWithItsCure() {
    CheckResult result = run(new SecurityGroupsCheck(), scene -> scene.source = ConnectionSource.unknown());

    assertThat(result).isInstanceOf(CheckResult.Inconclusive.class);
    assertThat(((CheckResult.Inconclusive) result).gap().reason().text())
        .startsWith("cannot tell whether the security groups let the probe in");
    assertThat(((CheckResult.Inconclusive) result).gap().cure().text()).contains("in the settings");
  }

  @Test
  void rulesThatWereNotReadAreOpen() {
    assertThat(run(new SecurityGroupsCheck(), scene -> scene.groups = Reading.unavailable("refused")))
        .isInstanceOf(CheckResult.Inconclusive.class);
    assertThat(run(new SecurityGroupsCheck(), scene -> scene.network = Reading.unavailable("refused")))
        .isInstanceOf(CheckResult.Inconclusive.class);
    assertThat(run(new WorldOpenCheck(), scene -> scene.groups = Reading.unavailable("refused")))
        .isInstanceOf(CheckResult.Inconclusive.class);
    assertThat(run(new SubnetsCheck(), scene -> scene.subnets = Reading.unavailable("refused")))
        .isInstanceOf(CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @CsvSource({"true, WARNING", "false, INFO"})
  void aPortOpenToTheWorldIsWorseWithAPublicAddress(boolean isPublic, Severity severity) {
    Finding finding = finding(run(new WorldOpenCheck(), scene -> {
      scene.groups = Reading.known(List.of(Scene.admitting("0.0.0.0/0")), Scene.NOW);
      scene.network = Reading.known(Scene.network("active", isPublic, Scene.NOW.plus(Duration.ofDays(90))), Scene.NOW);
    }));

    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.summary().text()).startsWith("sg-db allows 0.0.0.0/0 on port 5432");
  }

  @ParameterizedTest
  @CsvSource({"4, WARNING", "5, OK"})
  void subnetsNeedFreeAddresses(int free, Severity severity) {
    assertThat(severity(run(new SubnetsCheck(), scene ->
        scene.subnets = Reading.known(List.of(Scene.subnet("subnet-a", free), Scene.subnet("subnet-b", 90)), Scene.NOW))))
        .isEqualTo(severity);
  }

  @Test
  void subnetsThatAreGoneOrInactiveAreNamed() {
    PlacedMember sick =
        new PlacedMember(Scene.WRITER, false, "vpc-1", "", "Incomplete",
        List.of(new PlacedSubnet("subnet-a", "Inactive"), new PlacedSubnet("subnet-x", "Active")), "", Reading.unavailable("none"));
    ClusterNetwork network = new ClusterNetwork(List.of(), List.of(sick), Scene.NOW);

    Finding finding = finding(run(new SubnetsCheck(), scene -> scene.network = Reading.known(network, Scene.NOW)));

    assertThat(finding.summary().text())
        .isEqualTo("the subnet group of orders-db-instance-1 is Incomplete; subnet-a is Inactive; subnet-x does not exist");
  }

  @ParameterizedTest
  @CsvSource({"08001, CRITICAL", "57P03, CRITICAL", "53300, CRITICAL", "28P01, WARNING", "28000, WARNING", "3D000, WARNING"})
  void aLoginThatFailsOfItsOwnIsNoOutage(String state, Severity severity) {
    Finding finding = finding(run(new LoginCheck(), scene -> scene.look = new Look.Failed(state, "The server said no.", Scene.NOW)));

    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.summary().text()).isEqualTo((state.startsWith("08") ? "no connection came about" : "login failed") + " (SQLSTATE "
        + state + "): the server said no");
  }

  @Test
  void aProbeThatDidNotWorkSaysNothingAboutTheDatabase() {
    assertThat(run(new LoginCheck(), scene -> scene.look = new Look.Failed("", "The probe did not answer.", Scene.NOW)))
        .isInstanceOf(CheckResult.Inconclusive.class);
    assertThat(run(new LoginCheck(), scene -> scene.look = new Look.NotTried("paused"))).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @Test
  void aReaderBehindTheClusterEndpointIsStale() {
    Finding finding = finding(run(new RoleCheck(), scene -> scene.look = seen(Scene.READER, true)));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.summary().text()).isEqualTo(
        "orders-db-instance-2 answered as the reader: the endpoint's name was resolved before a failover, or a failover is under way");
  }

  @Test
  void anotherWriterThanRdsListsTellsOfAFailover() {
    assertThat(severity(run(new RoleCheck(), scene -> scene.look = seen(Scene.READER, false)))).isEqualTo(Severity.WARNING);
    assertThat(severity(run(new RoleCheck(), scene -> scene.look = seen("", false)))).isEqualTo(Severity.OK);
    assertThat(run(new RoleCheck(), scene -> scene.look = new Look.NotTried("paused"))).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @CsvSource({"639, OK", "640, WARNING", "759, WARNING", "760, CRITICAL", "800, CRITICAL"})
  void headroomIsJudgedAgainstTheLimitInForce(int clients, Severity severity) {
    assertThat(severity(run(new ConnectionHeadroomCheck<>(), scene -> scene.look = seen(Scene.connections(clients, 800, 0)))))
        .isEqualTo(severity);
  }

  @Test
  void aRoleAtItsOwnLimitCountsThoughTheServerHasRoom() {
    Connections connections =
        new Connections(100, 8, 92, 0, 0, 0, 0, 0, 0, 803, 800, List.of(), List.of(new ConnectionLimit("role", "app", 50, 50)));

    Finding finding = finding(run(new ConnectionHeadroomCheck<>(), scene -> scene.look = seen(connections)));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.summary().text()).endsWith("role app has 50 of its own limit of 50 connections");
  }

  @Test
  void theFullestOfTheirOwnLimitsIsNamed() {
    List<ConnectionLimit> limits = List.of(new ConnectionLimit("database", "app", 50, 41), new ConnectionLimit("role", "web", 20, 20));

    Finding finding = finding(run(new ConnectionHeadroomCheck<>(), scene ->
        scene.look = seen(new Connections(100, 8, 92, 0, 0, 0, 0, 0, 0, 803, 800, List.of(), limits))));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.summary().text()).contains("role web has 20");
  }

  @Test
  void theRespondersOwnLimitSaysNothingAboutOthers() {
    Look own = new Look.Failed("53300", "No connection is left: the responder's role is at its own connection limit.", Scene.NOW, true);

    Finding login = finding(run(new LoginCheck(), scene -> scene.look = own));

    assertThat(login.severity()).isEqualTo(Severity.WARNING);
    assertThat(login.advice().getFirst().text().text()).contains("own role");
    assertThat(run(new ConnectionHeadroomCheck<>(), scene -> scene.look = own)).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @Test
  void locksAreTheFirstAdviceWhereMostConnectionsWaitForThem() {
    Connections waiting = new Connections(780, 500, 280, 0, 400, 0, 0, 0, 0, 803, 800, List.of(), List.of());
    Connections fewer = new Connections(780, 500, 280, 0, 389, 0, 0, 0, 0, 803, 800, List.of(), List.of());

    Finding most = finding(run(new ConnectionHeadroomCheck<>(), scene -> scene.look = seen(waiting)));
    Finding others = finding(run(new ConnectionHeadroomCheck<>(), scene -> scene.look = seen(fewer)));

    assertThat(most.summary().text()).contains("400 of them waiting for a lock");
    assertThat(most.advice().getFirst().text().text()).contains("wait for a lock").contains("slow-queries");
    assertThat(others.advice().getFirst().text().text()).doesNotContain("lock");
  }

  @Test
  void aPendingRebootIsAdvisedAfterWhatHelpsAtOnce() {
    Finding finding = finding(run(new ConnectionHeadroomCheck<>(), scene -> {
      scene.members = List.of(Scene.member(Scene.WRITER, true, "available", "pending-reboot"));
      scene.look = new Look.Failed("53300", "No connection is left: the server is full.", Scene.NOW);
    }));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.summary().text()).isEqualTo("the login failed with SQLSTATE 53300, CloudWatch counted 120 connections");
    assertThat(finding.advice()).extracting(one -> one.command().text()).element(2)
        .isEqualTo("aws rds reboot-db-instance --db-instance-identifier orders-db-instance-1");
  }

  @Test
  void headroomWithoutASessionTellsWhatCloudWatchCounted() {
    CheckResult result = run(new ConnectionHeadroomCheck<>(), scene -> scene.look = new Look.NotTried("not asked"));

    assertThat(((CheckResult.Inconclusive) result).gap().reason().text())
        .isEqualTo("the server's own count was not read; CloudWatch counted 120 connections");
  }

  @ParameterizedTest
  @CsvSource({"159, OK", "160, WARNING"})
  void aBurstOfNewSessionsIsAStorm(int newSessions, Severity severity) {
    assertThat(severity(run(new NewSessionsCheck(), scene -> scene.look = seen(Scene.connections(300, 800, newSessions)))))
        .isEqualTo(severity);
    assertThat(run(new NewSessionsCheck(), scene -> scene.look = new Look.NotTried("paused")))
        .isInstanceOf(CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @CsvSource({"PT720H, OK", "PT719H59M, WARNING", "PT1S, WARNING", "PT0S, CRITICAL", "PT-48H, CRITICAL"})
  void certificatesAreWatchedUntilTheirEnd(Duration left, Severity severity) {
    Finding finding = finding(run(new CertificateCheck(), scene ->
        scene.network = Reading.known(Scene.network("active", false, Scene.NOW.plus(left)), Scene.NOW)));

    assertThat(finding.severity()).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({
    "rds-ca-2019, rds-ca-rsa2048-g1", "rds-ca-2015, rds-ca-rsa2048-g1", "rds-ca-2019-me-south-1, rds-ca-rsa2048-g1",
    "'', rds-ca-rsa2048-g1", "rds-ca-ecc384-g1, rds-ca-ecc384-g1", "rds-ca-rsa2048-g2, rds-ca-rsa2048-g2"})
  void noAuthorityThatHasEndedIsAdvised(String present, String advised) {
    assertThat(advisedAt(Scene.NOW, present)).isEqualTo(advised);
  }

  @Test
  void anAuthorityLastsAsLongAsTheCertificateThatItSigns() {
    assertThat(advisedAt(Instant.parse("2060-05-16T00:00:00Z"), "rds-ca-rsa2048-g1")).isEqualTo("rds-ca-rsa2048-g1");
    assertThat(advisedAt(Instant.parse("2060-05-19T00:00:00Z"), "rds-ca-rsa2048-g1")).isEqualTo("rds-ca-rsa4096-g1");
    assertThat(advisedAt(Instant.parse("2023-08-20T00:00:00Z"), "rds-ca-2019")).isEqualTo("rds-ca-2019");
    assertThat(advisedAt(Instant.parse("2023-08-23T00:00:00Z"), "rds-ca-2019")).isEqualTo("rds-ca-rsa2048-g1");
  }

  private static String advisedAt(Instant now, String present) {
    return CertificateCheck.authorityAfter(present, now);
  }

  @Test
  void aCertificateWithoutAnEndIsOpen() {
    PlacedMember silent = new PlacedMember(Scene.WRITER, false, "vpc-1", "", "Complete", List.of(), "",
        Reading.unavailable("RDS does not say"));
    ClusterNetwork network = new ClusterNetwork(List.of(), List.of(silent), Scene.NOW);

    assertThat(run(new CertificateCheck(), scene -> scene.network = Reading.known(network, Scene.NOW)))
        .isInstanceOf(CheckResult.Inconclusive.class);
  }

  @Test
  void parametersThatWaitForARebootAreShownWithTheCommand() {
    Finding finding = finding(run(new PendingRebootCheck<>(), scene ->
        scene.members = List.of(Scene.member(Scene.WRITER, true, "available", "pending-reboot"))));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.advice()).hasSize(1);
    assertThat(run(new PendingRebootCheck<>(), scene -> scene.members = List.of(Scene.member(Scene.WRITER, true, "available", ""))))
        .isInstanceOf(CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @CsvSource({"899, WARNING", "900, OK"})
  void anEngineThatHasJustRestartedIsAWarning(double uptimeSeconds, Severity severity) {
    assertThat(severity(run(new RestartCheck(), scene ->
        scene.metrics = Map.of(Scene.WRITER, Map.of(Metric.UPTIME, Scene.series(uptimeSeconds))))))
        .isEqualTo(severity);
    assertThat(run(new RestartCheck(), scene -> scene.metrics = Map.of())).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @Test
  void eventsAreShownInTheirOwnWordsAndDecideNothing() {
    Instant at = Scene.NOW.minusSeconds(300);
    List<RdsEvent> events =
        List.of(
            new RdsEvent("orders-db", "", "Completed failover to DB instance: orders-db-instance-1", List.of("failover"), at),
            new RdsEvent("orders-db", "", "A parameter group was updated", List.of("configuration change"), at));

    Finding finding = finding(run(new RecentEventsCheck(), scene -> scene.events = Reading.known(events, Scene.NOW)));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.summary().text()).isEqualTo("orders-db: Completed failover to DB instance: orders-db-instance-1");
    assertThat(run(new RecentEventsCheck(), scene -> scene.events = Reading.unavailable("the list is incomplete")))
        .isInstanceOf(CheckResult.Inconclusive.class);
  }

  @Test
  void asleepIsInformationAndNotKnowingIsOpen() {
    assertThat(severity(run(new PauseCheck(), scene -> scene.pause = new PauseState(false, true, "paused (capacity 0); not probed"))))
        .isEqualTo(Severity.INFO);
    assertThat(run(new PauseCheck(), scene -> scene.pause = new PauseState(false, false, "it may be paused")))
        .isInstanceOf(CheckResult.Inconclusive.class);
    assertThat(run(new PauseCheck(), scene -> scene.status = "stopped")).isInstanceOf(CheckResult.Inconclusive.class);
  }

  private static List<Member> writerIn(String status) {
    return List.of(Scene.member(Scene.WRITER, true, status, "in-sync"));
  }

  private static Look seen(String instance, boolean reader) {
    return new Look.Seen(Scene.snapshot(instance, reader, Scene.connections(100, 800, 0)));
  }

  private static Look seen(Connections connections) {
    return new Look.Seen(Scene.snapshot(Scene.WRITER, false, connections));
  }

  private static CheckResult run(Check<ConnectivityEvidence> check, Consumer<Scene> change) {
    return check.examine(new Scene().with(change).evidence());
  }

  private static Severity severity(CheckResult result) {
    return finding(result).severity();
  }

  private static Finding finding(CheckResult result) {
    return switch (result) {
      case CheckResult.Clear clear -> clear.seen();
      case CheckResult.Found found -> found.findings().getFirst();
      case CheckResult.Inconclusive open -> throw new AssertionError(open.gap().reason().text());
    };
  }
}
