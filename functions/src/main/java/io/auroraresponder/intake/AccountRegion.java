package io.auroraresponder.intake;

/**
 * An account and a region.
 *
 * @param account twelve digits, empty where nothing said which
 * @param region a code such as {@code eu-west-1}, never a display name; empty where nothing said which
 */
public record AccountRegion(String account, String region) {
  public static final AccountRegion UNKNOWN = new AccountRegion("", "");

  /** This place, its unknown parts taken from another. */
  public AccountRegion orElse(AccountRegion other) {
    return new AccountRegion(account.isEmpty() ? other.account : account, region.isEmpty() ? other.region : region);
  }
}
