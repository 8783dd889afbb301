package io.auroraresponder.notify.pager;

import com.google.gson.JsonObject;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.notify.UndeliveredException;
import io.auroraresponder.notify.WebCall;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends events to PagerDuty, which answers 202 where it took one and 400 where it refused it (Events API v2, response codes). */
public final class PagerDuty {
  /** Of accounts in the United States; those in Europe have {@code events.eu.pagerduty.com}. */
  public static final URI ADDRESS = URI.create("https://events.pagerduty.com/v2/enqueue");

  static final String NAME = "PagerDuty";
  private static final int ACCEPTED = 202;

  private final WebCall web;
  private final URI address;
  private final Supplier<String> routingKey;

  /** {@code routingKey}: the integration key of a service, asked for with every event. */
  public PagerDuty(WebCall web, URI address, Supplier<String> routingKey) {
    this.web = web;
    this.address = address;
    this.routingKey = routingKey;
  }

  /**
   * Sends an event without its routing key.
   *
   * @throws UndeliveredException where PagerDuty did not take it
   */
  public void send(JsonObject event, Deadline deadline) {
    JsonObject whole = event.deepCopy();
    whole.addProperty("routing_key", routingKey.get());
    WebCall.Answer answer = web.post(NAME, address, Map.of(), whole.toString(), deadline);
    if (answer.status() != ACCEPTED) {
      throw new UndeliveredException(NAME, Integer.toString(answer.status()), false, Optional.empty());
    }
  }
}
