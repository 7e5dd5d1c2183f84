package io.catwing.productimages;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Tells addresses of the open internet from all others (the registries of RFC 6890). */
final class PublicAddress {

    /** First address and length of each network of IPv4 that is not open: private, loopback, link-local, shared, test… */
    private static final int[][] CLOSED = {
        {0, 8},
        {10 << 24, 8},
        {ip(100, 64), 10},
        {127 << 24, 8},
        {ip(169, 254), 16},
        {ip(172, 16), 12},
        {ip(192, 0), 24},
        {ip(192, 0) | 2 << 8, 24},
        {ip(192, 88) | 99 << 8, 24},
        {ip(192, 168), 16},
        {ip(198, 18), 15},
        {ip(198, 51) | 100 << 8, 24},
        {ip(203, 0) | 113 << 8, 24},
        {224 << 24, 4},
        {240 << 24, 4}
    };

    private PublicAddress() {}

    private static int ip(int first, int second) {
        return first << 24 | second << 16;
    }

    static boolean is(InetAddress address) {
        byte[] b = address.getAddress();
        if (address instanceof Inet6Address) {
            // What is open lies in 2000::/3. So unique-local, link-local, multicast, mapped and NAT64 addresses do not.
            int first = (b[0] & 0xff) << 8 | b[1] & 0xff;
            int second = (b[2] & 0xff) << 8 | b[3] & 0xff;
            boolean special = first == 0x2001 && (second < 0x200 || second == 0xdb8); // Teredo, ORCHID, documentation
            boolean holdsIpv4 = first == 0x2002; // 6to4
            return first >>> 13 == 1 && !special && !holdsIpv4;
        }
        int value = (b[0] & 0xff) << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | b[3] & 0xff;
        for (int[] network : CLOSED) {
            if ((value ^ network[0]) >>> (32 - network[1]) == 0) {
                return false;
            }
        }
        return true;
    }
}
