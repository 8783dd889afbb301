package io.auroraresponder.notify.slack;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.notify.UndeliveredException;
import io.auroraresponder.notify.WebCall;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An incoming web hook: it posts into the one channel that it was made for, and can neither edit nor answer in threads. It answers by
 * status and a word as text, {@code ok} where it took the message (Slack API, "Handling errors" of incoming webhooks). Its address is the
 * secret.
 */
public final class SlackHook implements SlackClient {
  /** What stands for the channel: a web hook has one. */
  static final String OWN = "web hook";

  private static final String SLACK = "Slack web hook";
  private static final int OK = 200;
  private static final String TAKEN = "ok";

  private final WebCall web;
  private final Supplier<URI> address;

  /** {@code address} is asked for with every call. */
  public SlackHook(WebCall web, Supplier<URI> address) {
    this.web = web;
    this.address = address;
  }

  @Override
  public boolean edits() {
    return false;
  }

  @Override
  public Sent post(String channel, SlackMessage message, Deadline deadline) {
    WebCall.Answer answer = web.post(SLACK, address.get(), Map.of(), message.json().toString(), deadline);
    String word = answer.body().strip();
    if (answer.status() == OK && !word.equals(TAKEN)) {
      // A page of a proxy, or nothing: nobody knows what became of the message.
      throw new UndeliveredException(SLACK, "another answer than Slack's", true, Optional.empty());
    }
    if (answer.status() != OK) {
      throw new UndeliveredException(SLACK, word.matches("[a-z_]{1,40}") ? word : Integer.toString(answer.status()), false,
          Optional.empty());
    }
    return new Sent(OWN, "");
  }

  @Override
  public void edit(Sent earlier, SlackMessage message, Deadline deadline) {
    throw new UnsupportedOperationException("a web hook cannot edit");
  }

  @Override
  public void reply(Sent to, SlackMessage message, boolean broadcast, Deadline deadline) {
    var unused = post(to.channel(), message, deadline);
  }
}
