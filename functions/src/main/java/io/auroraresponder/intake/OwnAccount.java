package io.auroraresponder.intake;

/**
 * The account and region that we run in.
 *
 * @param place where we run, as far as it is known
 * @param followsEvent whether an event's own account and region stand for ours: true where events are played on a machine that is
 *     in no account
 */
public record OwnAccount(AccountRegion place, boolean followsEvent) {

  /** Deployed: only what is here is ours. */
  public static OwnAccount fixed(String account, String region) {
    return new OwnAccount(new AccountRegion(account, region), false);
  }

  /** Not deployed: an event brings its account and region along; what names none is taken to be in {@code otherwise}. */
  public static OwnAccount ofTheEvent(AccountRegion otherwise) {
    return new OwnAccount(otherwise, true);
  }

  AccountRegion during(AccountRegion origin) {
    return followsEvent ? origin.orElse(place) : place.orElse(origin);
  }
}
