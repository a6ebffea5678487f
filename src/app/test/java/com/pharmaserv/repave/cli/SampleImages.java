package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.ImageComparison;
import com.pharmaserv.repave.operation.ImageComparison.BlockChange;
import com.pharmaserv.repave.operation.ImageComparison.Change;
import com.pharmaserv.repave.operation.ImageComparison.DiskComparison;
import com.pharmaserv.repave.operation.ImageComparison.FileChange;
import com.pharmaserv.repave.operation.ImageComparison.Turned;
import com.pharmaserv.repave.operation.LockImages.Feed;
import com.pharmaserv.repave.operation.LockImages.Fix;
import com.pharmaserv.repave.operation.LockImages.Repackaged;
import com.pharmaserv.repave.operation.SimPlace;
import com.pharmaserv.repave.operation.VerifyImage;
import com.pharmaserv.repave.port.Disks;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Examples of what is told about images, made by hand. */
public final class SampleImages {
  private SampleImages() {}

  static ImageComparison onlyLocks() {
    TreeMap<String, Change> changes = new TreeMap<>();
    changes.put("package openssl", new Change(Optional.of("3.0.15"), Optional.of("3.0.16")));
    changes.put("file hello.txt", new Change(Optional.empty(), Optional.of("2f3a")));
    return new ImageComparison(
        SimPlace.OLD,
        SimPlace.NEW,
        changes,
        Optional.empty(),
        List.of("the papers of app@bbbbbbbbbbbb are not on this machine"));
  }

  /** With something of everything. */
  public static ImageComparison disks() {
    return new ImageComparison(
        SimPlace.OLD,
        SimPlace.NEW,
        new TreeMap<>(
            Map.of(
                "package openssl",
                new Change(Optional.of("3.5.8-1"), Optional.of("3.5.9-1")),
                "file etc/app.conf",
                new Change(Optional.of("1f"), Optional.of("2f")))),
        Optional.of(
            new DiskComparison(
                "c".repeat(64),
                List.of(
                    new Repackaged(
                        "openssl",
                        Optional.of("3.5.8-1"),
                        Optional.of("3.5.9-1"),
                        "trixie-security",
                        true),
                    new Repackaged(
                        "iputils-ping",
                        Optional.empty(),
                        Optional.of("3:20240905-3"),
                        "trixie",
                        false)),
                List.of(fix("CVE-2026-1234", "high", Optional.of("2026-11-20"))),
                List.of(fix("CVE-2025-0001", "unknown", Optional.empty())),
                List.of("the changelog of nginx begins at 1.26.3-3"),
                List.of(new Feed("epss", Instant.parse("2026-11-28T00:00:00Z"))),
                List.of(
                    new FileChange(
                        "etc/app.conf",
                        "changed",
                        List.of(turned("content", "1f".repeat(32), "2f".repeat(32)))),
                    new FileChange(
                        "usr/bin/ping",
                        "added",
                        List.of(
                            new Turned("kind", Optional.empty(), Optional.of("file of 7 bytes")))),
                    new FileChange(
                        "usr/bin/su", "changed", List.of(turned("mode", "4755", "0755")))),
                List.of(
                    new Turned("usr/bin/ping", Optional.empty(), Optional.of("cap_net_raw=ep")),
                    new Turned("usr/bin/su", Optional.of("setuid 0"), Optional.empty())),
                List.of(turned("fstrim.timer", "enabled", "masked")),
                List.of("tcp 22"),
                List.of("udp 68"),
                new BlockChange(34, 2, 410, 36L * 524_288))),
        List.of());
  }

  static VerifyImage.Verdict verdict() {
    return new VerifyImage.Verdict(
        SimPlace.NEW,
        false,
        "d".repeat(64),
        List.of(new VerifyImage.Signature("ci", "0123456789ab", "run-1")),
        List.of("envelope 'other.dsse.json' is signed by nobody who is trusted"),
        List.of("lab signed another disk of the image, " + "e".repeat(64)),
        List.of(
            new Disks.Same("eu-central-1", "snap-0a", 410),
            new Disks.Different(
                "eu-west-1",
                "snap-0b",
                410,
                1,
                List.of(
                    new Disks.Difference(
                        7, Optional.of("1f".repeat(32)), Optional.of("2f".repeat(32))))),
            new Disks.Unread("eu-north-1", "image app@bbbbbbbbbbbb is not there; publish it")));
  }

  private static Fix fix(String id, String severity, Optional<String> exploited) {
    return new Fix(
        id,
        "openssl",
        "heap overflow in the handshake",
        severity,
        exploited,
        exploited.map(day -> new BigDecimal("0.25")));
  }

  private static Turned turned(String what, String was, String is) {
    return new Turned(what, Optional.of(was), Optional.of(is));
  }
}
