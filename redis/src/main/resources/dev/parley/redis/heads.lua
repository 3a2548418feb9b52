-- The ends of some topics, each with its four keys. Gives: epoch, head, epoch, head ...
local heads = {}
for k = 1, #KEYS, 4 do
    local meta, log, ids0, ids1 = KEYS[k], KEYS[k + 1], KEYS[k + 2], KEYS[k + 3]
    local epoch, head, swept = open(meta, log, ids0, ids1, ARGV[3] .. '-' .. k)
    if sweep(meta, log, swept) then
        expire(meta, log, ids0, ids1)
    end
    heads[#heads + 1] = epoch
    heads[#heads + 1] = text(head)
end
return heads
