package io.auroraresponder.infra;

import io.auroraresponder.infra.EventRules.EventRule;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.constructs.Construct;

/** EventBridge rules; what EventBridge cannot deliver ends in the queue of failures. */
final class Rules extends Construct {
  /** As long as an event may wait for its function, seconds: an older alarm is a hint at most. */
  private static final int OLDEST_EVENT = 3600;

  /** A wake-up of the minute that is late is of no use: the next one comes. Seconds; EventBridge's least is 60. */
  private static final int OLDEST_WAKE_UP = 60;

  private final String prefix;
  private final String failures;
  private final List<String> names = new ArrayList<>();

  Rules(Construct scope, String id, String prefix, String failures) {
    super(scope, id);
    this.prefix = prefix;
    this.failures = failures;
  }

  /** Forwards what matches, to one function or, by one rule with a target each, to several. */
  void forward(EventRule rule, List<ResponderFunction> receivers) {
    names.add(prefix + "-" + rule.id());
    CfnRule made =
        CfnRule.Builder.create(this, rule.id())
            .name(prefix + "-" + rule.id())
            .description(rule.description())
            .eventPattern(rule.pattern())
            .state("ENABLED")
            .targets(receivers.stream().map(receiver -> target(receiver, OLDEST_EVENT, 24).build()).toList())
            .build();
    receivers.forEach(receiver -> admit(rule.id(), made, receiver));
  }

  /** Sends EventBridge's own scheduled event, which names the rule. */
  void schedule(String id, String description, String cron, ResponderFunction receiver) {
    scheduled(id, description, "cron(" + cron + ")", receiver, target(receiver, OLDEST_EVENT, 24).build());
  }

  /** Sends a fixed JSON text. */
  void schedule(String id, String description, String cron, ResponderFunction receiver, String input) {
    scheduled(id, description, "cron(" + cron + ")", receiver, target(receiver, OLDEST_EVENT, 24).input(input).build());
  }

  void everyMinute(String id, String description, ResponderFunction receiver, String input) {
    scheduled(id, description, "rate(1 minute)", receiver, target(receiver, OLDEST_WAKE_UP, 0).input(input).build());
  }

  private void scheduled(String id, String description, String expression, ResponderFunction receiver, CfnRule.TargetProperty target) {
    names.add(prefix + "-" + id);
    CfnRule made =
        CfnRule.Builder.create(this, id)
            .name(prefix + "-" + id)
            .description(description)
            .scheduleExpression(expression)
            .state("ENABLED")
            .targets(List.of(target))
            .build();
    admit(id, made, receiver);
  }

  /** Names of the rules that were made, in their order. */
  List<String> names() {
    return List.copyOf(names);
  }

  private CfnRule.TargetProperty.Builder target(ResponderFunction receiver, int oldest, int tries) {
    return CfnRule.TargetProperty.builder()
        .id(receiver.which().id())
        .arn(receiver.alias().getFunctionArn())
        .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder().arn(failures).build())
        .retryPolicy(CfnRule.RetryPolicyProperty.builder().maximumEventAgeInSeconds(oldest).maximumRetryAttempts(tries).build());
  }

  private void admit(String id, CfnRule rule, ResponderFunction receiver) {
    CfnPermission.Builder.create(this, id + "-" + receiver.which().id() + "-permission")
        .functionName(receiver.alias().getFunctionArn())
        .action("lambda:InvokeFunction")
        .principal("events.amazonaws.com")
        .sourceArn(rule.getAttrArn())
        .build();
  }
}
