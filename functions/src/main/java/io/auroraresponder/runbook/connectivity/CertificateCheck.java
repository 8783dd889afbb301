package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterNetwork.PlacedMember;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How long are the server certificates valid? */
final class CertificateCheck extends HopCheck {
  private static final Set<String> EXPIRED = Set.of("rds-ca-2015", "rds-ca-2019");

  /** What RDS itself takes for new instances (Aurora User Guide, certificate authorities). */
  private static final String DEFAULT = "rds-ca-rsa2048-g1";

  CertificateCheck() {
    super(Hop.CERTIFICATE);
  }

  private record Ending(PlacedMember member, Instant end) {}

  @Override
  public Cause cause() {
    return Cause.CERTIFICATE_EXPIRING;
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    if (!(evidence.network() instanceof Reading.Known<ClusterNetwork> network)) {
      return open("the certificates of the instances could not be read");
    }
    List<Ending> endings = network.value().members().stream().map(CertificateCheck::ending).flatMap(Optional::stream).toList();
    Optional<Ending> first = endings.stream().min(Comparator.comparing(Ending::end));
    if (first.isEmpty()) {
      return open("RDS gave no end date of any server certificate");
    }
    return judge(evidence, first.get(), network.to());
  }

  private static Optional<Ending> ending(PlacedMember member) {
    return member.certificateEnd() instanceof Reading.Known<Instant> end ? Optional.of(new Ending(member, end.value())) : Optional.empty();
  }

  private CheckResult judge(ConnectivityEvidence evidence, Ending first, Instant at) {
    Duration left = Duration.between(evidence.at(), first.end());
    String source = "rds:DescribeDBInstances " + first.member().id() + " CertificateDetails.ValidTill";
    Fact day = Fact.word(source, at, first.end().atZone(ZoneOffset.UTC).toLocalDate().toString());
    Fact days = Fact.count(source, at, Math.abs(left.toDays()), "days");
    boolean over = left.isNegative() || left.isZero();
    Phrase line =
        Phrase.of("the certificate of " + first.member().id() + (over ? " expired on {}, {} ago" : " expires on {}, in {}"), day, days);
    Phrase limit = Phrase.of("{} left", ConnectivityLimit.CERTIFICATE_WARNING.at(evidence.at()));
    if (!over && left.compareTo(ConnectivityLimit.CERTIFICATE_WARNING.duration()) >= 0) {
      return result(Severity.OK, line, limit, at);
    }
    return result(over ? Severity.CRITICAL : Severity.WARNING, line, limit, at, rotate(first.member()));
  }

  /** Never an authority that has ended itself: rds-ca-2019 ran out in August 2024, the one before it in 2020. */
  private static Advice rotate(PlacedMember member) {
    String authority = EXPIRED.contains(member.certificateAuthority()) || member.certificateAuthority().isBlank() ? DEFAULT
        : member.certificateAuthority();
    return new Advice(
        Phrase.of("Check that clients trust the authority, then issue a new server certificate. The instance restarts where it cannot "
        + "be rotated in place:"),
        Phrase.of(
            "aws rds modify-db-instance --db-instance-identifier " + member.id() + " --ca-certificate-identifier " + authority
                + " --apply-immediately"));
  }
}
