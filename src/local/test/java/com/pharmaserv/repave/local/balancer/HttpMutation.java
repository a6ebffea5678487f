package com.pharmaserv.repave.local.balancer;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Valid requests and answers that carry a token, and small changes to them. */
final class HttpMutation {
  /** No change makes one token of another. */
  static final Pattern TOKEN = Pattern.compile("t[0-9a-f]{16}t");

  private static final int EDITS_MAX = 3;
  private static final int PIECE_MAX = 24;

  private static final List<String> WORDS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          " ",
          "\t",
          "\0",
          ":",
          ";",
          ",",
          "-",
          "+",
          "0x",
          "0",
          "5",
          "f",
          "ffffffff",
          "100000000",
          "0\r\n\r\n",
          "0\r\n",
          "\r\n\r\n",
          "Content-Length: 5\r\n",
          "Content-Length: 0\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: x\r\n",
          "Connection: close\r\n",
          "Connection: content-length\r\n",
          "Expect: 100-continue\r\n",
          "Upgrade: websocket\r\nConnection: Upgrade\r\n",
          "HTTP/1.0",
          "HTTP/1.1",
          "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\n",
          "HTTP/1.1 103 Hints\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: app.test\r\n\r\n",
          "HEAD",
          "204",
          "304",
          "101",
          " folded\r\n",
          "5\r\nhello\r\n",
          "X: y\r\n");

  private HttpMutation() {}

  static String token(long seed, char which) {
    return "t%016xt".formatted(new SplittableRandom(seed * 2 + (which == 'a' ? 0 : 1)).nextLong());
  }

  static String request(Random random, String token, String host) {
    String head = "/%s HTTP/1.1\r\nHost: %s\r\nX-Token: %s\r\n".formatted(token, host, token);
    return switch (random.nextInt(5)) {
      case 0 -> "GET " + head + "\r\n";
      case 1 -> "HEAD " + head + "\r\n";
      case 2 -> "POST " + head + body(token);
      case 3 -> "PUT " + head + body(token);
      default -> "POST " + head + chunks(random, token);
    };
  }

  static String answer(Random random, String token) {
    String head = "HTTP/1.1 200 OK\r\nX-Token: %s\r\n".formatted(token);
    return switch (random.nextInt(6)) {
      case 0 -> "HTTP/1.1 103 Hints\r\nX-Token: %s\r\n\r\n".formatted(token) + head + body(token);
      case 1 -> "HTTP/1.1 404 Gone\r\nX-Token: %s\r\n".formatted(token) + body(token);
      case 2, 3 -> head + body(token);
      default -> head + chunks(random, token);
    };
  }

  static String plain(String token) {
    return "HTTP/1.1 200 OK\r\nX-Token: %s\r\n".formatted(token) + body(token);
  }

  private static String body(String token) {
    return "Content-Length: %s\r\n\r\n%s".formatted(token.length(), token);
  }

  private static String chunks(Random random, String token) {
    int cut = 1 + random.nextInt(token.length() - 1);
    String hex = Integer.toHexString(token.length() - cut).toUpperCase(Locale.ROOT);
    String trailer = random.nextBoolean() ? "X-Trailer: " + token + "\r\n" : "";
    return "Transfer-Encoding: chunked\r\n\r\n%s\r\n%s\r\n%s;a=b\r\n%s\r\n0\r\n%s\r\n"
        .formatted(
            Integer.toHexString(cut), token.substring(0, cut), hex, token.substring(cut), trailer);
  }

  static String changed(Random random, String message) {
    String changed = message;
    for (int edits = 1 + random.nextInt(EDITS_MAX); edits > 0; edits--) {
      changed = edited(random, changed);
    }
    return changed;
  }

  private static String edited(Random random, String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(PIECE_MAX));
    String word = WORDS.get(random.nextInt(WORDS.size()));
    return switch (random.nextInt(7)) {
      case 0 -> {
        char flipped =
            from < text.length() ? (char) (text.charAt(from) ^ 1 << random.nextInt(8)) : 'x';
        yield text.substring(0, from) + flipped + text.substring(Math.min(text.length(), from + 1));
      }
      case 1 -> text.substring(0, from) + text.substring(to);
      case 2 -> text.substring(0, from);
      case 3 -> text.substring(0, to) + text.substring(from);
      case 4 -> text.substring(0, from) + word + text.substring(to);
      default -> text.substring(0, from) + word + text.substring(from);
    };
  }
}
