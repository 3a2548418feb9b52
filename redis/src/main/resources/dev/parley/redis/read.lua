-- Reads messages in order. ARGV: ... after (negative: the last ones), max, maxBytes. Gives: epoch, oldest, head, entries.
local meta, log, ids0, ids1 = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local epoch, head, swept = open(meta, log, ids0, ids1, ARGV[3])
local after, max, left = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
if sweep(meta, log, swept) then
    expire(meta, log, ids0, ids1)
end
local oldest = head - redis.call('XLEN', log) + 1
local from = after < 0 and head + after + 1 or after + 1
from = math.max(from, oldest)
local read = {}
while #read < max and from <= head and left > 0 do
    local some = redis.call('XRANGE', log, text(from), '+', 'COUNT', math.min(max - #read, 32))
    if #some == 0 then
        break
    end
    for _, entry in ipairs(some) do
        read[#read + 1] = entry
        left = left - 160 - #entry[2][2] - #entry[2][4] - #entry[2][6]
        if left <= 0 then
            break
        end
    end
    from = from + #some
end
return { epoch, text(oldest), text(head), read }
