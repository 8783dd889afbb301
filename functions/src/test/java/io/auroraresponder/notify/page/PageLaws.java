package io.auroraresponder.notify.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The laws of every page whatever is in its report, as complaints about one. */
public final class PageLaws {
  private static final int MOST_BYTES = 500_000;
  private static final Pattern TARGET = Pattern.compile("#f.*|https://[a-z0-9.-]*console\\.[^\"<>]*");

  /** Every element that the page is made of; whatever else a parser finds came from somebody's text. */
  private static final Set<String> ELEMENTS =
      Set.of("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "div", "p", "span", "h1", "h2", "a",
      "ul",
          "ol", "li", "pre", "code", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption",
          "svg",
          "desc", "path", "line", "rect", "text", "#root");

  private static final Set<String> ATTRIBUTES =
      Set.of("lang", "charset", "http-equiv", "content", "name", "class", "href", "rel", "id", "tabindex", "role", "aria-label", "viewbox",
          "width", "height", "x", "y", "x1", "x2", "y1", "y2", "d", "fill", "text-anchor", "data-page", "data-incident", "data-seal",
          "data-entries", "data-seq",
          "data-at", "data-kind",
          "data-prev", "data-hash");

  private PageLaws() {}

  public static List<String> complaints(String html) {
    List<String> complaints = new ArrayList<>();
    Document page = Jsoup.parse(html);
    if (html.getBytes(StandardCharsets.UTF_8).length >= MOST_BYTES) {
      complaints.add("a page of " + html.length() + " characters");
    }
    page.getAllElements().forEach(element -> {
      if (!ELEMENTS.contains(element.normalName())) {
        complaints.add("an element of others: " + element.normalName());
      }
      element.attributes().forEach(attribute -> {
        if (!ATTRIBUTES.contains(attribute.getKey().toLowerCase(Locale.ROOT))) {
          complaints.add("an attribute of others: " + attribute.getKey());
        }
      });
    });
    page.select("[href]").eachAttr("href").stream().filter(href -> !TARGET.matcher(href).matches())
        .forEach(href -> complaints.add("a link to " + href));
    if (!new String(html.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(html)) {
      complaints.add("half a character");
    }
    return complaints;
  }
}
