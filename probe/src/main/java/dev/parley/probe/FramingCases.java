package dev.parley.probe;

import dev.parley.probe.FrameWriter.Width;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Frames and the three forms of their lengths (RFC 6455 §5.2). */
final class FramingCases {
    private static final Refusal PROTOCOL_ERROR = Refusal.with(1002);
    private static final String REFUSED_OR_TAKEN =
            PROTOCOL_ERROR.expected() + " Tolerated, too: the frame is taken for what it says.";
    /** Both sides of each place where a length, or what holds it, changes its form. */
    private static final int[] SIZES = {
        0, 1, 2, 3, 7, 8, 9, 124, 125, 126, 127, 128, 255, 256, 257, 1023, 1024, 1025, 4095, 4096, 4097, 16383, 16384,
        32767, 32768, 65534, 65535, 65536, 65537
    };

    private FramingCases() {}

    static void add(CaseList list) {
        CaseList frames = list.by("RFC 6455 §5.2");
        addSizes(frames);
        addSplits(frames);
        addLongForms(frames);
        addTogether(frames);
    }

    private static void addSizes(CaseList list) {
        for (int size : SIZES) {
            list.addEchoed(
                    "length.text-" + size, "A text message of " + size + " bytes.", Frame.text(Payloads.text(size)));
            list.addEchoed(
                    "length.binary-" + size,
                    "A binary message of " + size + " bytes.",
                    Frame.binary(Payloads.random(size)));
        }
        byte[] every = new byte[256];
        IntStream.range(0, 256).forEach(i -> every[i] = (byte) i);
        list.addEchoed("payload.every-byte", "A binary message with each of the 256 bytes.", Frame.binary(every));
        list.addEchoed("payload.zeros", "A binary message of zeros.", Frame.binary(new byte[1000]));
        list.addEchoed(
                "payload.like-frames",
                "A binary message whose payload looks like frames.",
                Frame.binary(FrameWriter.to(Role.CLIENT).write(Frame.close(1000), Frame.ping("x"), Frame.text("y"))));
        list.addEchoed(
                "payload.like-http",
                "A text message whose payload looks like an HTTP request.",
                Frame.text("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    private static void addSplits(CaseList list) {
        for (int size : new int[] {5, 126, 65536}) {
            String form = size == 5 ? "7-bit" : size == 126 ? "16-bit" : "64-bit";
            list.add(
                    "split." + form + "-header",
                    "Frames with a " + form + " length, whose headers arrive cut in two at every byte.",
                    Echo.EXPECTED,
                    peer -> splitHeaders(peer, Frame.binary(Payloads.random(size))));
        }
        for (int segment : new int[] {1, 2, 3, 5, 7, 8}) {
            list.add(
                    "split.segments-of-" + segment,
                    "Two messages of 200 bytes in TCP segments of " + segment + ".",
                    Echo.EXPECTED,
                    peer -> {
                        Conversation conversation = peer.open();
                        Frame first = Frame.text(Payloads.text(200));
                        Frame second = Frame.binary(Payloads.random(200));
                        byte[] both = conversation.writer().write(first, second);
                        conversation.wire().write(both, segment, Duration.ofNanos(200_000));
                        Echo.of(first).expect(conversation);
                        return Echo.of(second).await(conversation);
                    });
        }
    }

    private static Finding splitHeaders(Peer peer, Frame frame) throws InterruptedException {
        Conversation conversation = peer.open();
        byte[] bytes = conversation.writer().write(frame);
        int header = bytes.length - frame.payload().length;
        for (int cut = 1; cut <= header; cut++) {
            conversation.sendBytes(Arrays.copyOf(bytes, cut));
            // Long enough for the first part to be read by itself.
            Thread.sleep(5);
            conversation.sendBytes(Arrays.copyOfRange(bytes, cut, bytes.length));
            Echo.of(frame).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("All " + header + " came back.");
    }

    private static void addLongForms(CaseList list) {
        CaseList minimal = list.noting(
                "RFC 6455 §5.2: \"Note that in all cases, the minimal number of bytes MUST be used to encode the length\". That"
                        + " binds the sender; a receiver is not told to look, and §10.7 says that it \"MAY drop\" the connection. Some"
                        + " endpoints are lenient; a filter that is not, or is in another way, can then be deceived about where"
                        + " frames begin.");
        for (int size : new int[] {0, 1, 5, 124, 125}) {
            addLongForm(minimal, "16bit-for-" + size, Frame.binary(Payloads.random(size)), Width.IN_2_BYTES);
        }
        for (int size : new int[] {0, 1, 125, 126, 127, 65535}) {
            addLongForm(minimal, "64bit-for-" + size, Frame.binary(Payloads.random(size)), Width.IN_8_BYTES);
        }
        addLongForm(minimal, "16bit-for-text", Frame.text("short"), Width.IN_2_BYTES);
        addLongForm(minimal, "64bit-for-text", Frame.text("short"), Width.IN_8_BYTES);
        addLongForm(minimal, "16bit-for-ping", Frame.ping("short"), Width.IN_2_BYTES);
        addLongForm(minimal, "64bit-for-ping", Frame.ping("short"), Width.IN_8_BYTES);
        addLongForm(minimal, "16bit-for-pong", Frame.pong("short"), Width.IN_2_BYTES);
        addLongForm(minimal, "16bit-for-close", Frame.close(1000), Width.IN_2_BYTES);
        addLongForm(minimal, "64bit-for-close", Frame.close(1000), Width.IN_8_BYTES);
        minimal.add(
                "length.16bit-for-continuation",
                "The second fragment of a message has a 16-bit length of 5.",
                REFUSED_OR_TAKEN,
                peer -> {
                    Conversation conversation = peer.open();
                    Frame first = Frame.text("Hel").unfinished();
                    Frame second = Frame.continuation("short");
                    conversation.send(first);
                    conversation.sendBytes(conversation.writer().write(second, Width.IN_2_BYTES));
                    return refusedOrEchoed(conversation, first, second);
                });
    }

    private static void addLongForm(CaseList list, String name, Frame frame, Width width) {
        boolean pong = frame.is(Opcodes.PONG);
        Frame after = Frame.text("after");
        list.add(
                "length." + name,
                "A " + Opcodes.word(frame.opcode()) + " frame says its length of " + frame.payload().length + " in "
                        + (width == Width.IN_2_BYTES ? 16 : 64) + " bits"
                        + (pong ? "; a text message comes after it." : "."),
                REFUSED_OR_TAKEN,
                peer -> {
                    Conversation conversation = peer.open();
                    conversation.sendBytes(conversation.writer().write(frame, width));
                    if (pong) {
                        // It has no answer that would show whether it was taken.
                        conversation.send(after);
                    }
                    return switch (frame.opcode()) {
                        case Opcodes.PING -> refusedOrAnswered(conversation, frame);
                        case Opcodes.PONG -> refusedOrEchoed(conversation, after);
                        // A Close frame comes either way, with one code or another.
                        case Opcodes.CLOSE -> PROTOCOL_ERROR.await(conversation);
                        default -> refusedOrEchoed(conversation, frame);
                    };
                });
    }

    private static Finding refusedOrEchoed(Conversation conversation, Frame... message) throws InterruptedException {
        Event event = conversation.peek(conversation.options().patience());
        return event instanceof Frame frame && !frame.is(Opcodes.CLOSE)
                ? Finding.tolerated("It took the frame. "
                        + Echo.of(message).await(conversation).observed())
                : PROTOCOL_ERROR.await(conversation);
    }

    private static Finding refusedOrAnswered(Conversation conversation, Frame ping) throws InterruptedException {
        Event event = conversation.peek(conversation.options().patience());
        if (!event.equals(Frame.of(Opcodes.PONG, ping.payload()))) {
            return PROTOCOL_ERROR.await(conversation);
        }
        conversation.finish();
        return Finding.tolerated("It took the frame, and sent the pong.");
    }

    private static void addTogether(CaseList list) {
        for (int count : new int[] {2, 10, 100}) {
            list.add(
                    "together." + count + "-messages",
                    count + " messages in one write.",
                    "All come back, in their order.",
                    peer -> together(peer, count));
        }
    }

    private static Finding together(Peer peer, int count) throws InterruptedException {
        Conversation conversation = peer.open();
        Frame[] frames = IntStream.range(0, count)
                .mapToObj(i -> i % 2 == 0 ? Frame.text("message " + i) : Frame.binary(Payloads.random(i)))
                .toArray(Frame[]::new);
        conversation.send(frames);
        for (Frame frame : frames) {
            Echo.of(frame).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("All " + count + " came back in order.");
    }
}
