package io.auroraresponder.lambda;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.auroraresponder.aws.ChannelClients;
import io.auroraresponder.aws.EventBus;
import io.auroraresponder.aws.SecretValues;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Audience;
import io.auroraresponder.notify.Details;
import io.auroraresponder.notify.NoticeChannel;
import io.auroraresponder.notify.WebCall;
import io.auroraresponder.notify.bus.BusChannel;
import io.auroraresponder.notify.pager.PagerChannel;
import io.auroraresponder.notify.pager.PagerDuty;
import io.auroraresponder.notify.slack.SlackBot;
import io.auroraresponder.notify.slack.SlackChannel;
import io.auroraresponder.notify.slack.SlackClient;
import io.auroraresponder.notify.slack.SlackHook;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The channels of a deployment; one whose secret is not named is not there.
 *
 * @param slackSecret name or ARN of the secret with {@code {"token":"xoxb-…"}} or {@code {"webhook":"https://…"}}; empty for no Slack
 * @param slackChannel where messages go whose cluster names no channel; empty for a web hook, which has one of its own
 * @param slackApi address of the Web API, with a slash at its end
 * @param pagerSecret name or ARN of the secret with {@code {"routingKey":"…"}}; empty for no pager
 * @param pagerAddress where PagerDuty takes events
 * @param bus name or ARN of an event bus; empty for none
 * @param answersUpTo the highest max that a yes from Slack may lead to; 0: messages have no buttons
 */
public record ChannelSettings(
    String slackSecret, String slackChannel, URI slackApi, String pagerSecret, URI pagerAddress, String bus, Audience audience,
    double answersUpTo) {
  /** Every variable that it reads. */
  static final Set<String> VARIABLES =
      Set.of("SLACK_SECRET", "SLACK_CHANNEL", "SLACK_FROM", "SLACK_API", "PAGER_SECRET", "PAGE_FROM", "PAGER_ADDRESS", "EVENT_BUS",
          "SLACK_DETAILS", "PAGER_DETAILS", "SLACK_APPROVERS", "SLACK_MAX_ACU");

  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  static ChannelSettings read(Environment set) {
    return new ChannelSettings(
        set.text("SLACK_SECRET", ""), set.text("SLACK_CHANNEL", ""), address(set, "SLACK_API", SlackBot.API), set.text("PAGER_SECRET", ""),
        address(set, "PAGER_ADDRESS", PagerDuty.ADDRESS), set.text("EVENT_BUS", ""),
        new Audience(severity(set, "SLACK_FROM", Audience.DEFAULT.slackFrom()), severity(set, "PAGE_FROM", Audience.DEFAULT.pageFrom()),
            details(set, "SLACK_DETAILS", Audience.DEFAULT.slackDetails()),
            details(set, "PAGER_DETAILS", Audience.DEFAULT.pagerDetails())),
        answersUpTo(set));
  }

  private static double answersUpTo(Environment set) {
    double most = set.number("SLACK_MAX_ACU", 0);
    return set.names("SLACK_APPROVERS").isEmpty() ? 0 : most;
  }

  static Details details(Environment set, String name, Details otherwise) {
    String word = set.text(name, otherwise.word());
    return Arrays.stream(Details.values()).filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT))).findFirst()
        .orElseThrow(() -> Environment.wrong(name, word, "full, names or none"));
  }

  private static Severity severity(Environment set, String name, Severity otherwise) {
    String word = set.text(name, otherwise.word());
    return Arrays.stream(Severity.values()).filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT))).findFirst()
        .orElseThrow(() -> Environment.wrong(name, word, "critical, warning, info or ok"));
  }

  /** Secrets travel under TLS, but for a server on this very machine. */
  private static URI address(Environment set, String name, URI otherwise) {
    String text = set.text(name, otherwise.toString());
    try {
      return checked(new URI(text));
    } catch (URISyntaxException | IllegalArgumentException unusable) {
      throw Environment.wrong(name, text, "an address that begins with https://");
    }
  }

  private static URI checked(URI address) {
    boolean here = "http".equals(address.getScheme()) && THIS_MACHINE.contains(String.valueOf(address.getHost()));
    if (address.getHost() == null || !(here || "https".equals(address.getScheme()))) {
      throw new IllegalArgumentException("no address under TLS");
    }
    return address;
  }

  /** In the order in which they are told: the last one says which of the others failed. */
  List<NoticeChannel> channels(ChannelClients clients, WebCall web, InstantSource clock) {
    SecretValues secrets = new SecretValues(clients.secrets(), clock);
    List<NoticeChannel> channels = new ArrayList<>();
    if (!pagerSecret.isEmpty()) {
      PagerDuty pager = new PagerDuty(web, pagerAddress, () -> part(secrets.of(pagerSecret), "routingKey"));
      channels.add(PagerChannel.ofIncident(pager, audience));
      channels.add(PagerChannel.ofLease(pager, audience));
    }
    if (!bus.isEmpty()) {
      channels.add(new BusChannel(new EventBus(clients.bus(), bus)));
    }
    if (!slackSecret.isEmpty()) {
      channels.add(new SlackChannel(slack(web, secrets), audience, slackChannel, answersUpTo));
    }
    return channels;
  }

  /** Without a channel's name it can only be a web hook. */
  private SlackClient slack(WebCall web, SecretValues secrets) {
    return slackChannel.isEmpty()
        ? new SlackHook(web, () -> checked(URI.create(part(secrets.of(slackSecret), "webhook"))))
        : new SlackBot(web, slackApi, () -> part(secrets.of(slackSecret), "token"));
  }

  /** Nothing of the secret is in the refusal. */
  static String part(String secret, String name) {
    try {
      JsonObject json = JsonParser.parseString(secret).getAsJsonObject();
      JsonElement value = json.get(name);
      if (value != null && value.isJsonPrimitive() && !value.getAsString().isBlank()) {
        return value.getAsString().strip();
      }
    } catch (JsonParseException | IllegalStateException noJson) {
      // Said below, like a secret that lacks it.
    }
    throw new DependencyException("secretsmanager", "GetSecretValue", "NoSuchPart", false,
        "the secret holds no JSON object with a text named " + name, null);
  }
}
