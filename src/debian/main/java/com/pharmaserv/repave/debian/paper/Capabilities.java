package com.pharmaserv.repave.debian.paper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The attribute with which a file gets rights of root, in the words of getcap(8). */
final class Capabilities {
  static final String ATTRIBUTE = "security.capability";

  /** By their numbers, from 0; include/uapi/linux/capability.h of Linux 6.12. */
  private static final List<String> NAMES =
      List.of(
          ("chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap"
                  + " linux_immutable net_bind_service net_broadcast net_admin net_raw ipc_lock"
                  + " ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin"
                  + " sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write"
                  + " audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend"
                  + " audit_read perfmon bpf checkpoint_restore")
              .split(" "));

  private static final int EFFECTIVE = 1;

  /** Lengths of revisions 1, 2 and 3: one pair of masks, two, and two with the root user's id. */
  private static final List<Integer> LENGTHS = List.of(12, 20, 24);

  private Capabilities() {}

  /** For example {@code cap_net_raw=ep}; the plain value where it is none that we know. */
  static String words(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ByteBuffer value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int revision = bytes.length < 4 ? 0 : value.getInt(0) >>> 24;
    if (revision < 1 || revision > LENGTHS.size() || LENGTHS.get(revision - 1) != bytes.length) {
      return "capabilities " + hex;
    }
    long permitted = Integer.toUnsignedLong(value.getInt(4));
    long inheritable = Integer.toUnsignedLong(value.getInt(8));
    if (revision > 1) {
      permitted |= Integer.toUnsignedLong(value.getInt(12)) << 32;
      inheritable |= Integer.toUnsignedLong(value.getInt(16)) << 32;
    }
    boolean effective = (value.getInt(0) & EFFECTIVE) != 0;
    List<String> words = new ArrayList<>();
    add(words, permitted & ~inheritable, effective ? "ep" : "p");
    add(words, permitted & inheritable, effective ? "eip" : "ip");
    add(words, inheritable & ~permitted, "i");
    String root = revision == 3 ? " for root " + Integer.toUnsignedString(value.getInt(20)) : "";
    return (words.isEmpty() ? "no capability" : String.join(" ", words)) + root;
  }

  private static void add(List<String> words, long mask, String how) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((mask >>> bit & 1) != 0) {
        names.add("cap_" + (bit < NAMES.size() ? NAMES.get(bit) : bit));
      }
    }
    if (!names.isEmpty()) {
      words.add(String.join(",", names) + "=" + how);
    }
  }
}
