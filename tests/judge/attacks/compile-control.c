#error "[31mredÿþ â‚¬"
