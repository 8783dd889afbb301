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
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How long are the server certificates valid? */
final class CertificateCheck extends HopCheck {
  /** Some regions have authorities of these names with the region behind them, {@code rds-ca-2019-me-south-1}. */
  private static final String OF_2015 = "rds-ca-2015";
  private static final String OF_2019 = "rds-ca-2019";

  /** What RDS itself takes for new instances (Aurora User Guide, certificate authorities). */
  private static final String DEFAULT = "rds-ca-rsa2048-g1";

  /** Lives longest of those in the guide (Aurora User Guide, certificate authorities). */
  private static final String LAST = "rds-ca-rsa4096-g1";

  /** The day on which the first region's authority of that name ends (the roots that RDS publishes). */
  private static final Map<String, LocalDate> ENDS =
      Map.of(
          OF_2015, LocalDate.of(2020, 3, 5), OF_2019, LocalDate.of(2024, 8, 22), DEFAULT, LocalDate.of(2061, 5, 18),
          LAST, LocalDate.of(2121, 5, 18), "rds-ca-ecc384-g1", LocalDate.of(2121, 5, 18));

  /** A server certificate is good for a year (Aurora User Guide, server certificate rotation): its authority has to last so long. */
  private static final Period CERTIFICATE = Period.ofYears(1);

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

  private static boolean lasts(String authority, Instant now) {
    String name = Stream.of(OF_2015, OF_2019).filter(old -> authority.startsWith(old + "-")).findFirst().orElse(authority);
    LocalDate needed = LocalDate.ofInstant(now, ZoneOffset.UTC).plus(CERTIFICATE);
    return ENDS.getOrDefault(name, LocalDate.MAX).isAfter(needed);
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
    return result(over ? Severity.CRITICAL : Severity.WARNING, line, limit, at, rotate(first.member(), evidence.at()));
  }

  /** Never an authority that has ended, or does before the new certificate would; one that we do not know may well be a newer one. */
  static String authorityAfter(String present, Instant now) {
    return Stream.of(present, DEFAULT).filter(one -> !one.isBlank() && lasts(one, now)).findFirst().orElse(LAST);
  }

  private static Advice rotate(PlacedMember member, Instant now) {
    String authority = authorityAfter(member.certificateAuthority(), now);
    return new Advice(
        Phrase.of("Check that clients trust the authority, then issue a new server certificate. The instance restarts where it cannot "
        + "be rotated in place:"),
        Phrase.of(
            "aws rds modify-db-instance --db-instance-identifier " + member.id() + " --ca-certificate-identifier " + authority
                + " --apply-immediately"));
  }
}
