package io.auroraresponder.infra;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the news of many deployments come together.
 *
 * @param organization id of the organisation that the accounts must be in as well
 * @param accounts accounts that may subscribe queues and functions of theirs to both topics
 * @param bus ARN of an event bus that hears of the responder's own alarms; empty for none
 */
record CentralAccount(String organization, List<String> accounts, String bus) {
  private static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern BUS = Pattern.compile("arn:aws[a-z-]*:events:[a-z0-9-]+:\\d{12}:event-bus/[A-Za-z0-9._/-]{1,256}");

  CentralAccount {
    accounts = List.copyOf(accounts);
  }

  static Optional<CentralAccount> read(Context context) {
    return context.section("central").map(section -> {
      section.allowOnly(Set.of("organization", "accounts", "bus"));
      List<String> accounts = section.texts("accounts", ACCOUNT, "account numbers of twelve digits");
      if (accounts.isEmpty()) {
        section.textThatMustBe("accounts", ACCOUNT, "at least one account number: an organisation alone is too many");
      }
      return new CentralAccount(
          section.textThatMustBe("organization", ORGANIZATION, "the id of an organisation such as o-a1b2c3d4e5"), accounts,
          section.text("bus", "", BUS, "the ARN of an event bus"));
    });
  }
}
