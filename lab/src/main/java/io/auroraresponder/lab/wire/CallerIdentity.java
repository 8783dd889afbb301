package io.auroraresponder.lab.wire;

import java.util.Map;

/** STS GetCallerIdentity, which tools ask for before anything else: whoever signs is the same user. */
public final class CallerIdentity {
  /** {@code aws:userid} of whoever signs. */
  public static final String USER = "AIDALAB";

  private final String account;
  private final String partition;

  CallerIdentity(String account, String partition) {
    this.account = account;
    this.partition = partition;
  }

  static boolean isAskedBy(Map<String, String> parameters) {
    return "GetCallerIdentity".equals(parameters.get("Action")) && "2011-06-15".equals(parameters.get("Version"));
  }

  WireAnswer answer(String requestId) {
    PojoXml xml = new PojoXml().open("GetCallerIdentityResponse", "https://sts.amazonaws.com/doc/2011-06-15/")
        .open("GetCallerIdentityResult");
    xml.text("Arn", "arn:" + partition + ":iam::" + account + ":user/lab").text("UserId", USER).text("Account", account);
    xml.close("GetCallerIdentityResult").open("ResponseMetadata").text("RequestId", requestId).close("ResponseMetadata");
    return WireAnswer.of(200, "text/xml;charset=utf-8", xml.close("GetCallerIdentityResponse").bytes());
  }
}
