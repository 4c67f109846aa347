/* A microphone made of software, for ALSA: an I/O plug-in whose behaviour a test sets at any time.
 *
 * The configuration names two files. `control` holds one word and is read again whenever ALSA asks
 * the device for something; `sound` holds interleaved 32-bit floats, which are delivered in real
 * time, and digital zeros behind them. A late reader loses nothing.
 *
 *   fine     delivers the sound
 *   busy     cannot be opened: EBUSY
 *   refused  cannot be opened: EACCES
 *   absent   cannot be opened: ENODEV; while it is open it is gone
 *   stalled  opens and stays open, but delivers nothing more
 *   hanging  does not return from being opened or closed while it says so
 *   invalid  delivers NaN and infinities
 */
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    snd_pcm_ioplug_t io;
    char control[512];
    float *sound;
    size_t sound_samples;
    int timer;
    struct timespec began;
    unsigned long long stood_still; /* frames that went by while it was stalled */
    unsigned long long delivered;
} microphone_t;

static int is(const microphone_t *microphone, const char *word) {
    char told[32] = "";
    FILE *file = fopen(microphone->control, "r");
    if (file) {
        if (fscanf(file, "%31s", told) != 1) told[0] = 0;
        fclose(file);
    }
    return strcmp(told, word) == 0;
}

/* After the word may stand how often it is to refuse before it is fine. */
static void count_refusal(const microphone_t *microphone) {
    char word[32] = "";
    int times = 0;
    FILE *file = fopen(microphone->control, "r+");
    if (!file) return;
    if (fscanf(file, "%31s %d", word, &times) == 2) {
        rewind(file);
        if (times > 1)
            fprintf(file, "%s %d\n", word, times - 1);
        else
            fprintf(file, "fine\n\n\n\n\n");
    }
    fclose(file);
}

static int refusal(const microphone_t *microphone) {
    while (is(microphone, "hanging")) usleep(10000);
    int error = is(microphone, "busy")      ? -EBUSY
                : is(microphone, "refused") ? -EACCES
                : is(microphone, "absent")  ? -ENODEV
                                            : 0;
    if (error) count_refusal(microphone);
    return error;
}

/* Frames that have sounded and not been delivered. */
static snd_pcm_sframes_t waiting(microphone_t *microphone) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double elapsed = (double)(now.tv_sec - microphone->began.tv_sec) +
                     (double)(now.tv_nsec - microphone->began.tv_nsec) / 1e9;
    unsigned long long sounded = (unsigned long long)(elapsed * microphone->io.rate);
    if (is(microphone, "stalled"))
        microphone->stood_still = sounded - microphone->delivered;
    unsigned long long heard = sounded - microphone->stood_still;
    return heard > microphone->delivered ? (snd_pcm_sframes_t)(heard - microphone->delivered) : 0;
}

static int start(snd_pcm_ioplug_t *io) {
    microphone_t *microphone = io->private_data;
    struct itimerspec every = {{0, 5000000}, {0, 5000000}};
    clock_gettime(CLOCK_MONOTONIC, &microphone->began);
    microphone->stood_still = microphone->delivered = 0;
    return timerfd_settime(microphone->timer, 0, &every, NULL) < 0 ? -errno : 0;
}

static int stop(snd_pcm_ioplug_t *io) {
    microphone_t *microphone = io->private_data;
    struct itimerspec never = {{0, 0}, {0, 0}};
    return timerfd_settime(microphone->timer, 0, &never, NULL) < 0 ? -errno : 0;
}

static snd_pcm_sframes_t pointer(snd_pcm_ioplug_t *io) {
    microphone_t *microphone = io->private_data;
    snd_pcm_sframes_t frames = waiting(microphone);
    snd_pcm_sframes_t most = (snd_pcm_sframes_t)io->buffer_size - 1;
    if (frames > most) frames = most;
    return (snd_pcm_sframes_t)((microphone->delivered + (unsigned long long)frames) %
                               io->buffer_size);
}

static snd_pcm_sframes_t transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                  snd_pcm_uframes_t offset, snd_pcm_uframes_t frames) {
    microphone_t *microphone = io->private_data;
    int invalid = is(microphone, "invalid");
    float *to = (float *)((char *)areas->addr + (areas->first + areas->step * offset) / 8);
    unsigned long long from = microphone->delivered * io->channels;
    for (unsigned long long n = 0; n < frames * io->channels; n++) {
        float sample = from + n < microphone->sound_samples ? microphone->sound[from + n] : 0.0f;
        to[n] = !invalid ? sample : n % 2 ? NAN : INFINITY;
    }
    microphone->delivered += frames;
    return (snd_pcm_sframes_t)frames;
}

static int revents(snd_pcm_ioplug_t *io, struct pollfd *fds, unsigned int count,
                   unsigned short *answer) {
    microphone_t *microphone = io->private_data;
    unsigned long long ticks;
    (void)fds, (void)count;
    *answer = 0;
    if (read(microphone->timer, &ticks, sizeof ticks) < 0 && errno != EAGAIN) return -errno;
    if (is(microphone, "absent"))
        *answer = POLLHUP;
    else if (waiting(microphone) >= (snd_pcm_sframes_t)io->period_size)
        *answer = POLLIN;
    return 0;
}

static int closed(snd_pcm_ioplug_t *io) {
    microphone_t *microphone = io->private_data;
    while (is(microphone, "hanging")) usleep(10000);
    close(microphone->timer);
    free(microphone->sound);
    free(microphone);
    return 0;
}

static const snd_pcm_ioplug_callback_t CALLBACKS = {
    .start = start,
    .stop = stop,
    .pointer = pointer,
    .transfer = transfer,
    .poll_revents = revents,
    .close = closed,
};

static int read_sound(microphone_t *microphone, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return -errno;
    fseek(file, 0, SEEK_END);
    microphone->sound_samples = (size_t)ftell(file) / sizeof(float);
    rewind(file);
    microphone->sound = calloc(microphone->sound_samples + 1, sizeof(float));
    size_t read = microphone->sound
                      ? fread(microphone->sound, sizeof(float), microphone->sound_samples, file)
                      : 0;
    fclose(file);
    return read == microphone->sound_samples && microphone->sound ? 0 : -EIO;
}

static int offer(microphone_t *microphone, unsigned int rate, unsigned int channels) {
    static const unsigned int access[] = {SND_PCM_ACCESS_RW_INTERLEAVED};
    static const unsigned int format[] = {SND_PCM_FORMAT_FLOAT_LE};
    snd_pcm_ioplug_t *io = &microphone->io;
    int error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
    if (!error) error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, format);
    if (!error) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, rate, rate);
    if (!error)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, channels, channels);
    if (!error)
        error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, 1 << 20);
    if (!error) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 64);
    return error;
}

SND_PCM_PLUGIN_DEFINE_FUNC(microphone) {
    const char *control = NULL, *sound = NULL;
    long rate = 48000, channels = 1;
    snd_config_iterator_t i, next;
    (void)root;
    snd_config_for_each(i, next, conf) {
        snd_config_t *node = snd_config_iterator_entry(i);
        const char *id;
        if (snd_config_get_id(node, &id) < 0) continue;
        if (strcmp(id, "control") == 0) snd_config_get_string(node, &control);
        if (strcmp(id, "sound") == 0) snd_config_get_string(node, &sound);
        if (strcmp(id, "rate") == 0) snd_config_get_integer(node, &rate);
        if (strcmp(id, "channels") == 0) snd_config_get_integer(node, &channels);
    }
    if (!control || !sound || stream != SND_PCM_STREAM_CAPTURE) return -EINVAL;
    microphone_t *microphone = calloc(1, sizeof *microphone);
    if (!microphone) return -ENOMEM;
    snprintf(microphone->control, sizeof microphone->control, "%s", control);
    int error = refusal(microphone);
    if (!error) error = read_sound(microphone, sound);
    microphone->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (!error && microphone->timer < 0) error = -errno;
    if (error) {
        free(microphone->sound);
        free(microphone);
        return error;
    }
    microphone->io.version = SND_PCM_IOPLUG_VERSION;
    microphone->io.name = "a microphone made of software";
    microphone->io.callback = &CALLBACKS;
    microphone->io.private_data = microphone;
    microphone->io.poll_fd = microphone->timer;
    microphone->io.poll_events = POLLIN;
    error = snd_pcm_ioplug_create(&microphone->io, name, stream, mode);
    if (!error) error = offer(microphone, (unsigned int)rate, (unsigned int)channels);
    if (error) {
        if (microphone->io.pcm) snd_pcm_ioplug_delete(&microphone->io);
        return error;
    }
    *pcmp = microphone->io.pcm;
    return 0;
}

SND_PCM_PLUGIN_SYMBOL(microphone);
