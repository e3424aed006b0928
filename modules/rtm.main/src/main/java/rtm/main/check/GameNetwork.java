package rtm.main.check;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The network of this node's engines.
 *
 * @param subnets the ranges that they get their addresses from, such as {@code 10.99.1.0/24}; none
 *     if they are not known
 */
record GameNetwork(List<String> subnets) {

    GameNetwork {
        subnets = List.copyOf(subnets);
    }

    /** The range with this address, which an engine of another node must not have. */
    Optional<String> rangeWith(String address) {
        return subnets.stream().filter(subnet -> isIn(subnet, address)).findFirst();
    }

    private static boolean isIn(String subnet, String address) {
        int slash = subnet.indexOf('/');
        try {
            byte[] first = InetAddress.ofLiteral(subnet.substring(0, slash)).getAddress();
            byte[] asked = InetAddress.ofLiteral(address).getAddress();
            int bits = Integer.parseInt(subnet, slash + 1, subnet.length(), 10);
            return first.length == asked.length
                    && bits <= Byte.SIZE * first.length
                    && isSame(first, asked, bits);
        } catch (IllegalArgumentException | IndexOutOfBoundsException noRange) {
            return false;
        }
    }

    private static boolean isSame(byte[] first, byte[] asked, int bits) {
        for (int bit = 0; bit < bits; bit++) {
            int mask = 1 << (Byte.SIZE - 1 - bit % Byte.SIZE);
            if (((first[bit / Byte.SIZE] ^ asked[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
