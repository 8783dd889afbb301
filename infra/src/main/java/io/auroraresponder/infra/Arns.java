package io.auroraresponder.infra;

import software.amazon.awscdk.Aws;

/** ARNs of this account and region in whatever partition the stack stands. */
final class Arns {
  private Arns() {}

  static String of(String service, String resource) {
    return "arn:" + Aws.PARTITION + ":" + service + ":" + Aws.REGION + ":" + Aws.ACCOUNT_ID + ":" + resource;
  }

  /** Of any account, as AWS's own prefix lists belong to none of ours. */
  static String ofAnyAccount(String service, String resource) {
    return "arn:" + Aws.PARTITION + ":" + service + ":" + Aws.REGION + ":*:" + resource;
  }

  /** Whoever an account lets act. */
  static String root(String account) {
    return "arn:" + Aws.PARTITION + ":iam::" + account + ":root";
  }

  static String alias(String functionName) {
    return of("lambda", "function:" + functionName + ":" + ResponderFunction.ALIAS);
  }
}
