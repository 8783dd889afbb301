package io.auroraresponder.intake;

import java.util.Locale;

/** What somebody wrote where a database's name belongs, read into the identifier that RDS knows: identifier, ARN or endpoint. */
sealed interface GivenName {

  /** What an identifier may name. */
  enum Kind {
    CLUSTER,
    INSTANCE,
    /** A bare identifier: clusters and instances look alike. */
    EITHER
  }

  /** Where an ARN or endpoint says that it is; unknown parts empty. */
  AccountRegion place();

  /**
   * A name that RDS may know.
   *
   * @param id in lower case, as RDS stores it
   * @param account the account's part of an endpoint; empty for other forms
   */
  record Named(Kind kind, String id, AccountRegion place, String account) implements GivenName {
    boolean isEndpoint() {
      return !account.isEmpty();
    }
  }

  /** Nothing that RDS would accept; {@code why} is a clause for people. */
  record Nothing(AccountRegion place, String why) implements GivenName {}

  static GivenName of(String given) {
    String text = given.strip();
    return Arn.parse(text)
        .map(GivenName::inArn)
        .or(() -> Endpoint.parse(text).map(GivenName::inEndpoint))
        .orElseGet(() -> bare(text));
  }

  private static GivenName inArn(Arn arn) {
    Kind kind = arn.type().equals("db") ? Kind.INSTANCE : Kind.CLUSTER;
    boolean database = arn.isRds() && (arn.type().equals("cluster") || arn.type().equals("db"));
    return database && Identifier.isValid(arn.name())
        ? new Named(kind, arn.name().toLowerCase(Locale.ROOT), arn.place(), "")
        : new Nothing(arn.place(), "it is an ARN, and not of an RDS cluster or instance");
  }

  private static GivenName inEndpoint(Endpoint endpoint) {
    AccountRegion place = new AccountRegion("", endpoint.region());
    return switch (endpoint.role()) {
      case "cluster-custom" -> new Nothing(place, "a custom endpoint does not say whose it is");
      case "proxy" -> new Nothing(place, "the endpoint of a proxy does not say whose it is");
      case "" -> new Named(Kind.INSTANCE, endpoint.name(), place, endpoint.account());
      default -> new Named(Kind.CLUSTER, endpoint.name(), place, endpoint.account());
    };
  }

  private static GivenName bare(String text) {
    if (Identifier.isValid(text)) {
      return new Named(Kind.EITHER, text.toLowerCase(Locale.ROOT), AccountRegion.UNKNOWN, "");
    }
    return new Nothing(
        AccountRegion.UNKNOWN,
        Identifier.isValid(CleanText.name(text))
            ? "there are characters in it that cannot be seen"
            : "an identifier has letters, digits and hyphens, a letter first, 63 characters at most");
  }
}
