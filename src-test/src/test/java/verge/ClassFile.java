package verge;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a class file refers to: methods, fields, and the strings that it concatenates (The Java
 * Virtual Machine Specification, chapter 4). Method handles, such as {@code Math::exp}, refer to
 * their methods in the same way as calls do.
 *
 * @param name of the class, with slashes
 * @param uses all methods and fields referred to
 * @param concatenations the descriptor of each concatenation of strings
 */
record ClassFile(String name, List<Use> uses, List<String> concatenations) {

    /**
     * A method or field of some class.
     *
     * @param owner the class as the source names it, with slashes
     * @param name of the method or field
     * @param descriptor its types
     */
    record Use(String owner, String name, String descriptor) {
        @Override
        public String toString() {
            return owner.substring(owner.lastIndexOf('/') + 1) + "." + name + descriptor;
        }
    }

    private static final int MAGIC = 0xCAFEBABE;

    static ClassFile read(Path file) throws IOException {
        return new Reader(new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file))))
                .read();
    }

    /** Reads one class from start to end. */
    private static final class Reader {
        private final DataInputStream in;
        private int[] tags;
        private int[] first;
        private int[] second;
        private String[] texts;

        Reader(DataInputStream in) {
            this.in = in;
        }

        ClassFile read() throws IOException {
            if (in.readInt() != MAGIC) {
                throw new IOException("not a class file");
            }
            in.skipNBytes(4);                                  // minor and major version
            readPool();
            in.skipNBytes(2);                                  // access flags
            String name = className(in.readUnsignedShort());
            in.skipNBytes(2);                                  // superclass
            in.skipNBytes(2L * in.readUnsignedShort());        // interfaces
            skipMembers();                                     // fields
            skipMembers();                                     // methods
            List<Integer> bootstraps = bootstraps();
            List<Use> uses = new ArrayList<>();
            List<String> concatenations = new ArrayList<>();
            for (int i = 1; i < tags.length; i++) {
                if (tags[i] >= 9 && tags[i] <= 11) {           // field, method, interface method
                    uses.add(use(i));
                } else if (tags[i] == 18 && concatenates(bootstraps.get(first[i]))) {
                    concatenations.add(texts[second[second[i]]]);
                }
            }
            return new ClassFile(name, uses, concatenations);
        }

        private void readPool() throws IOException {
            int count = in.readUnsignedShort();
            tags = new int[count];
            first = new int[count];
            second = new int[count];
            texts = new String[count];
            for (int i = 1; i < count; i++) {
                tags[i] = in.readUnsignedByte();
                switch (tags[i]) {
                    case 1 -> texts[i] = in.readUTF();
                    case 3, 4 -> in.skipNBytes(4);             // int, float
                    case 5, 6 -> {                             // long, double: two entries
                        in.skipNBytes(8);
                        i++;
                    }
                    case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
                    case 9, 10, 11, 12, 17, 18 -> {
                        first[i] = in.readUnsignedShort();
                        second[i] = in.readUnsignedShort();
                    }
                    case 15 -> {                               // method handle
                        in.skipNBytes(1);
                        first[i] = in.readUnsignedShort();
                    }
                    default -> throw new IOException("constant of kind " + tags[i]);
                }
            }
        }

        private String className(int index) {
            return index == 0 ? "" : texts[first[index]];
        }

        private Use use(int index) {
            int type = second[index];
            return new Use(className(first[index]), texts[first[type]], texts[second[type]]);
        }

        private void skipMembers() throws IOException {
            for (int n = in.readUnsignedShort(); n > 0; n--) {
                in.skipNBytes(6);                              // access flags, name, descriptor
                for (int a = in.readUnsignedShort(); a > 0; a--) {
                    in.skipNBytes(2);
                    in.skipNBytes(in.readInt());
                }
            }
        }

        /** The method handle of each bootstrap method of the class. */
        private List<Integer> bootstraps() throws IOException {
            List<Integer> handles = new ArrayList<>();
            for (int a = in.readUnsignedShort(); a > 0; a--) {
                String attribute = texts[in.readUnsignedShort()];
                int length = in.readInt();
                if (!attribute.equals("BootstrapMethods")) {
                    in.skipNBytes(length);
                    continue;
                }
                for (int n = in.readUnsignedShort(); n > 0; n--) {
                    handles.add(in.readUnsignedShort());
                    in.skipNBytes(2L * in.readUnsignedShort());
                }
            }
            return handles;
        }

        private boolean concatenates(int handle) {
            return use(first[handle]).owner().equals("java/lang/invoke/StringConcatFactory");
        }
    }
}
