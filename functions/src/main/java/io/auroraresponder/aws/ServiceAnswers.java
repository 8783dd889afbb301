package io.auroraresponder.aws;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Takes a good status for an answer only where the body begins as that operation's answer does, and reads no more of any body than a
 * service says.
 *
 * <p>The SDK reads whatever follows a 200: a page of a proxy, an error or nothing at all would be an answer in which everything is left
 * out, that is a cluster that does not exist, a change that was accepted, or a record that was stored. The forms: AWS Query and EC2
 * (root element {@code <operation>Response}), AWS JSON (an object), Smithy RPC v2 CBOR (a map); of other protocols only the size is held.
 */
final class ServiceAnswers implements ExecutionInterceptor {
  /** Ours: a page of a hundred clusters with all their members and tags has less than an eighth of it. */
  private static final int LARGEST = 8 << 20;

  /** Enough for declaration, comments and root. */
  private static final int BEGINNING = 1024;

  /** Major type 5 of CBOR is a map (RFC 8949, section 3.1). */
  private static final int CBOR_MAP = 5;

  @Override
  public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    InputStream body = context.responseBody().orElseGet(InputStream::nullInputStream);
    BufferedInputStream held = new BufferedInputStream(new Limited(body), BEGINNING);
    SdkHttpResponse answer = context.httpResponse();
    if (answer.isSuccessful() && !zipped(answer)) {
      String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
      byte[] beginning = beginning(held);
      if (!begins(context.httpRequest(), operation, beginning)) {
        throw SdkClientException.create("the answer is none of " + operation + " but "
            + (beginning.length == 0 ? "empty" : answer.firstMatchingHeader("Content-Type").orElse("of no type")));
      }
    }
    return Optional.of(held);
  }

  /** What is not what it is called fails as it is unpacked. */
  private static boolean zipped(SdkHttpResponse answer) {
    return answer.firstMatchingHeader("Content-Encoding").isPresent();
  }

  private static byte[] beginning(BufferedInputStream body) {
    try {
      body.mark(BEGINNING);
      byte[] beginning = body.readNBytes(BEGINNING);
      body.reset();
      return beginning;
    } catch (IOException broken) {
      throw SdkClientException.create("the answer broke off: " + broken.getMessage(), broken);
    }
  }

  private static boolean begins(SdkHttpRequest request, String operation, byte[] beginning) {
    if (request.firstMatchingHeader("smithy-protocol").isPresent()) {
      return beginning.length > 0 && (beginning[0] & 0xFF) >> 5 == CBOR_MAP;
    }
    String type = request.firstMatchingHeader("Content-Type").orElse("");
    String text = new String(beginning, StandardCharsets.UTF_8).strip();
    if (type.startsWith("application/x-amz-json")) {
      return text.startsWith("{");
    }
    return !type.startsWith("application/x-www-form-urlencoded") || root(text, operation + "Response");
  }

  /** After a declaration and comments. */
  private static boolean root(String text, String name) {
    String rest = text.startsWith("\uFEFF") ? text.substring(1) : text;
    while (rest.startsWith("<?") || rest.startsWith("<!--")) {
      String end = rest.startsWith("<?") ? "?>" : "-->";
      int after = rest.indexOf(end);
      rest = after < 0 ? "" : rest.substring(after + end.length()).stripLeading();
    }
    return rest.startsWith("<" + name) && rest.length() > name.length() + 1 && !Character.isLetterOrDigit(rest.charAt(name.length() + 1));
  }

  /** Fails where more follows than any service says. */
  private static final class Limited extends FilterInputStream {
    private long left = LARGEST;

    Limited(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      int many = super.read(into, at, length);
      count(Math.max(many, 0));
      return many;
    }

    private void count(int read) {
      left -= read;
      if (left < 0) {
        // As a connection that breaks: a reader of XML would make another error of an input that fails.
        throw RetryableException.create("the answer is larger than " + LARGEST + " bytes");
      }
    }
  }
}
