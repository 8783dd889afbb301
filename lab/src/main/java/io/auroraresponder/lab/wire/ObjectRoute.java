package io.auroraresponder.lab.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** S3's PutObject and GetObject, the only operations of the account that speak REST XML; buckets are named in the path. */
final class ObjectRoute {
  private static final Pattern PATH = Pattern.compile("/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.+)");
  private static final String XML = "application/xml";

  private final Function<String, S3Client> clients;

  /** {@code clients} by the access key of the caller. */
  ObjectRoute(Function<String, S3Client> clients) {
    this.clients = clients;
  }

  static boolean leads(WireRequest request) {
    return request.method().equals("PUT") || (request.method().equals("GET") && PATH.matcher(request.path()).matches());
  }

  WireAnswer answer(WireRequest request, String requestId) throws BadRequestException {
    Matcher path = PATH.matcher(request.path());
    // Sub-resources of an object, such as its tags, and parts of one, are asked for by parameters.
    if (!path.matches() || request.query().keySet().stream().anyMatch(name -> !name.equals("x-id"))) {
      return error(501, "NotImplemented", "The simulated account answers PutObject and GetObject of S3 and nothing else.", requestId);
    }
    if (request.accessKey().isEmpty()) {
      return error(403, "AccessDenied", "The request is not signed.", requestId);
    }
    if (request.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-")) {
      return error(501, "NotImplemented", "The simulated account takes objects in one piece.", requestId);
    }
    String key = WireRequest.decoded(path.group(2).replace("+", "%2B"));
    byte[] body = request.body().asByteArrayUnsafe();
    try {
      if (request.method().equals("GET")) {
        S3Client client = clients.apply(request.accessKey().get());
        return WireAnswer.of(
            200, "application/octet-stream", client.getObjectAsBytes(get -> get.bucket(path.group(1)).key(key)).asByteArray());
      }
      clients.apply(request.accessKey().get()).putObject(put -> put.bucket(path.group(1)).key(key), RequestBody.fromBytes(body));
      return WireAnswer.of(200, XML, new byte[0]).with("ETag", '"' + md5(body) + '"');
    } catch (UnsupportedOperationException notHere) {
      return error(501, "NotImplemented", "There is no S3 here.", requestId);
    } catch (AwsServiceException refused) {
      return error(refused.statusCode(), refused.awsErrorDetails().errorCode(), refused.awsErrorDetails().errorMessage(), requestId);
    }
  }

  /** The ETag of an object that came in one piece; nothing is protected by it. */
  private static String md5(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has MD5", impossible);
    }
  }

  private static WireAnswer error(int status, String code, String message, String requestId) {
    PojoXml xml = new PojoXml().open("Error").text("Code", code).text("Message", message).text("RequestId", requestId).close("Error");
    return WireAnswer.of(status, XML, xml.bytes());
  }
}
